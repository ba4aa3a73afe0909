using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// The one place that decides whether a signature is good. Cheap form checks come first, recovery (about 35 µs) last.
/// Pure, allocation-free, any thread. Answers: None = good; InvalidSignature = not 65 bytes, v not 27 or 28, r or s out
/// of range, nothing recoverable; MalleatedSignature = high s; WrongSigner = another key signed this content, which is
/// also what a signature for another chain, contract or content looks like. (SIG-01 … SIG-06, SIG-09)
/// </summary>
public static class SignatureVerifier
{
    /// <summary>Half the group order, rounded down: the largest s that is not the second form of a signature.</summary>
    private static readonly Hash32 HalfOrder =
        Word("0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

    /// <summary>The group order n.</summary>
    private static readonly Hash32 Order =
        Word("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    /// <param name="digest">EIP-712 digest, for instance <see cref="OrderHash.Digest"/>.</param>
    /// <param name="account">Who must have signed.</param>
    /// <param name="encoded">r‖s‖v as received; any length.</param>
    public static RejectReason Verify(in Hash32 digest, Address account, ReadOnlySpan<byte> encoded) =>
        encoded.Length == Signature.EncodedBytes
            ? Verify(in digest, account, Signature.Decode(encoded))
            : RejectReason.InvalidSignature;

    public static RejectReason Verify(in Hash32 digest, Address account, in Signature signature)
    {
        var reason = Recover(in digest, in signature, out var signer);
        return reason == RejectReason.None && signer != account ? RejectReason.WrongSigner : reason;
    }

    /// <summary>Who signed: for signatures that an owner or one of his session keys may give.</summary>
    public static RejectReason Recover(in Hash32 digest, in Signature signature, out Address signer)
    {
        signer = default;
        var form = CheckForm(in signature);
        if (form != RejectReason.None)
        {
            return form;
        }

        return Secp256k1.TryRecover(in digest, in signature, out signer)
            ? RejectReason.None
            : RejectReason.InvalidSignature;
    }

    /// <summary>v, r and s alone, without recovery: everything that can be refused in nanoseconds.</summary>
    public static RejectReason CheckForm(in Signature signature)
    {
        if (signature.V is not (Secp256k1.FirstV or Secp256k1.FirstV + 1)
            || signature.R.IsZero || signature.S.IsZero
            || Compare(in signature.R, in Order) >= 0 || Compare(in signature.S, in Order) >= 0)
        {
            return RejectReason.InvalidSignature;
        }

        return Compare(in signature.S, in HalfOrder) > 0 ? RejectReason.MalleatedSignature : RejectReason.None;
    }

    private static int Compare(in Hash32 left, in Hash32 right) => Bytes(in left).SequenceCompareTo(Bytes(in right));

    private static ReadOnlySpan<byte> Bytes(in Hash32 word) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<Hash32>(in word));

    private static Hash32 Word(string hex) => Hash32.TryParse(hex, out var word)
        ? word
        : throw new FormatException($"'{hex}' is not a word");
}
