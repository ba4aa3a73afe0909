using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>The end of a grant of a session key before its expiry.</summary>
internal sealed class SessionKeyRevocation(in SessionKeyChanged revoked, FrameStamp stamp)
{
    /// <summary>When, where in the log, by which signature.</summary>
    public const int Columns = 3;

    public const string Stage =
        "copy stage_session_keys (grant_id, revoked_at, revoked_sequence, revocation_signature)"
        + " from stdin (format binary)";

    public const string Merge =
        """
        update session_keys k set revoked_at = s.revoked_at, revoked_sequence = s.revoked_sequence,
          revocation_signature = s.revocation_signature
        from stage_session_keys s where k.grant_id = s.grant_id and k.revoked_sequence is null
        """;

    private readonly SessionKeyChanged _revoked = revoked;

    public static void EncodeSignature(CopyBuffer copy, in Signature signature)
    {
        Span<byte> bytes = stackalloc byte[Signature.EncodedBytes];
        signature.CopyTo(bytes);
        copy.HexText(bytes);
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(1 + Columns);
        copy.Int64(_revoked.GrantId);
        EncodeColumns(copy);
    }

    public void EncodeColumns(CopyBuffer copy)
    {
        copy.Time(stamp.TimeNs);
        copy.Int64(stamp.Sequence);
        EncodeSignature(copy, in _revoked.Request.Signature);
    }
}
