using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Settlement.Chain.Encoding;

/// <summary>An EIP-1559 transaction without value and access list: a contract call, or a creation when To is
/// null.</summary>
internal sealed record Eip1559Transaction
{
    private const byte TypePrefix = 0x02;

    public required ulong ChainId { get; init; }

    public required ulong Nonce { get; init; }

    /// <summary>Wei per gas.</summary>
    public required UInt128 MaxPriorityFeePerGas { get; init; }

    /// <summary>Wei per gas.</summary>
    public required UInt128 MaxFeePerGas { get; init; }

    public required ulong GasLimit { get; init; }

    public required Address? To { get; init; }

    public required byte[] Data { get; init; }

    /// <summary>Signs deterministically: the same fields and key always give the same bytes and hash.</summary>
    public SignedTransaction Sign(PrivateKey key)
    {
        var digest = Keccak256.Hash([TypePrefix, .. Rlp.List(Fields())]);
        var signature = key.Sign(in digest);
        Span<byte> encoded = stackalloc byte[Signature.EncodedBytes];
        signature.CopyTo(encoded);
        byte[][] all =
        [
            .. Fields(),
            Rlp.Integer((UInt128)(signature.V - Secp256k1.FirstV)),
            Rlp.Integer(encoded[..32]),
            Rlp.Integer(encoded[32..64]),
        ];
        byte[] raw = [TypePrefix, .. Rlp.List(all)];
        return new SignedTransaction(Keccak256.Hash(raw), raw);
    }

    private byte[][] Fields()
    {
        var recipient = new byte[Address.SizeBytes];
        To?.CopyTo(recipient);
        return
        [
            Rlp.Integer(ChainId),
            Rlp.Integer(Nonce),
            Rlp.Integer(MaxPriorityFeePerGas),
            Rlp.Integer(MaxFeePerGas),
            Rlp.Integer(GasLimit),
            Rlp.Bytes(To is null ? [] : recipient),
            Rlp.Integer(UInt128.Zero),
            Rlp.Bytes(Data),
            Rlp.List(),
        ];
    }
}
