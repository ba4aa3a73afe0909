using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Netting;

namespace DexExtra.Settlement.Contracts;

/// <summary>Calls of MarketPayouts: a result, a root, leaves with their proofs.</summary>
internal static class PayoutsContract
{
    public const string RecordResultSignature = "recordResult(uint32,int256)";
    public const string PostPayoutsSignature = "postPayouts(uint32,bytes32,uint64)";
    public const string PaySignature = "pay((uint32,address,uint32,uint256,uint256)[],bytes32[][])";

    private const int PayoutWords = 5;

    public static byte[] ResultOf(uint marketId) =>
        AbiWriter.Call("resultOf(uint32)").Unsigned(marketId).ToArray();

    /// <summary>Price 1e-8; whether there is a result; the root of the payouts, zero before.</summary>
    public static (Int128 Price, bool IsKnown, Hash32 Root) ReadResult(ReadOnlySpan<byte> data)
    {
        var reader = new AbiReader(data);
        return (reader.Signed(), reader.UInt64() != 0, reader.Word());
    }

    public static byte[] RecordResult(EndedMarket market) =>
        AbiWriter.Call(RecordResultSignature).Unsigned(market.MarketId).Signed(market.Price).ToArray();

    public static byte[] PostPayouts(EndedMarket market, in Hash32 root) => AbiWriter.Call(PostPayoutsSignature)
        .Unsigned(market.MarketId)
        .Word(in root)
        .Unsigned(market.LastMatchId)
        .ToArray();

    /// <summary>Root over all payouts of a market: leaves hashed twice, pairs sorted.</summary>
    public static MerkleTree Tree(EndedMarket market) => new([.. market.Payouts.Select(Leaf)], sortsPairs: true);

    /// <summary>Pays some leaves of a market.</summary>
    /// <param name="market">The market.</param>
    /// <param name="tree">Over all its payouts.</param>
    /// <param name="places">Of the leaves.</param>
    public static byte[] Pay(EndedMarket market, MerkleTree tree, IReadOnlyList<int> places)
    {
        var proofs = places.Select(tree.PathOf).ToArray();
        var proofsAt = (3 + (PayoutWords * places.Count)) * AbiWriter.WordBytes;
        var writer = AbiWriter.Call(PaySignature)
            .Unsigned(2 * AbiWriter.WordBytes)
            .Unsigned((UInt128)proofsAt)
            .Unsigned((UInt128)places.Count);
        foreach (var place in places)
        {
            Append(writer, market.Payouts[place]);
        }

        writer.Unsigned((UInt128)places.Count);
        var offset = places.Count * AbiWriter.WordBytes;
        foreach (var proof in proofs)
        {
            writer.Unsigned((UInt128)offset);
            offset += (1 + proof.Count) * AbiWriter.WordBytes;
        }

        foreach (var proof in proofs)
        {
            writer.Unsigned((UInt128)proof.Count);
            foreach (var node in proof)
            {
                writer.Word(in node);
            }
        }

        return writer.ToArray();
    }

    /// <summary>Asked of the exchange: the signed quantity (1e-8) that is still open there.</summary>
    public static byte[] PositionOf(PayoutEntry payout) => AbiWriter.Call("positionOf(address,uint32,uint32)")
        .Address(payout.Account.Owner)
        .Unsigned(payout.Account.Subaccount)
        .Unsigned(payout.MarketId)
        .ToArray();

    private static Hash32 Leaf(PayoutEntry payout)
    {
        var once = new byte[Hash32.SizeBytes];
        Signing.Keccak256.Hash(Append(AbiWriter.Arguments(), payout).ToArray()).CopyTo(once);
        return Signing.Keccak256.Hash(once);
    }

    private static AbiWriter Append(AbiWriter writer, PayoutEntry payout) => writer
        .Unsigned(payout.MarketId)
        .Address(payout.Account.Owner)
        .Unsigned(payout.Account.Subaccount)
        .Unsigned(payout.Amount)
        .Unsigned(payout.Fee);
}
