using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>
/// One command of a run as it was sent. <paramref name="IsCredited"/>: it is a deposit that took effect, so that its
/// number must stay dense when others before it are left out.
/// </summary>
public sealed record RecordedCommand(byte[] Bytes, bool IsCredited)
{
    public CommandHeader Header => CommandCodec.Header(Bytes);

    /// <summary>A copy that changes what <paramref name="change"/> changes.</summary>
    public RecordedCommand With(Action<byte[]> change)
    {
        var bytes = Bytes.ToArray();
        change(bytes);
        return this with { Bytes = bytes };
    }
}
