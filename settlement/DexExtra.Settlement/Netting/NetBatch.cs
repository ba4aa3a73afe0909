using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Signing;

namespace DexExtra.Settlement.Netting;

/// <summary>
/// A contiguous run of matches of one token, ready to be posted: NetBatch of NetTypes.sol with its entries, and the
/// tree from which each match can be shown. Immutable.
/// </summary>
internal sealed class NetBatch
{
    public const string BatchTuple = "(uint64,uint64,address,bytes32,bytes32,bytes32,bytes32)";
    public const string EntryTuple = "(uint32,address,uint32,int128,int128,int128,uint32)";
    public const string PostSignature = "post(" + BatchTuple + "," + EntryTuple + "[])";
    public const string ApplySignature = "applyBatch(" + BatchTuple + "," + EntryTuple + "[])";

    private const int BatchWords = 7;

    public required ulong FirstMatchId { get; init; }

    public required ulong LastMatchId { get; init; }

    public required Address Token { get; init; }

    /// <summary>Identity of the batch before this one; zero for the first.</summary>
    public required Hash32 PreviousRoot { get; init; }

    public required MerkleTree Matches { get; init; }

    /// <summary>Root of all balances after the last match; published, not judged.</summary>
    public required Hash32 StateRoot { get; init; }

    /// <summary>Ascending by market, account, subaccount.</summary>
    public required IReadOnlyList<NetEntry> Entries { get; init; }

    /// <summary>What the contract knows the batch by.</summary>
    public Hash32 Root => Keccak256.Hash(Header(AbiWriter.Arguments()).ToArray());

    public Hash32 EntriesHash => Keccak256.Hash(
        Append(AbiWriter.Arguments().Unsigned(AbiWriter.WordBytes)).ToArray());

    public byte[] Post() => Call(PostSignature);

    public byte[] Apply() => Call(ApplySignature);

    private byte[] Call(string signature) =>
        Append(Header(AbiWriter.Call(signature)).Unsigned((BatchWords + 1) * AbiWriter.WordBytes)).ToArray();

    private AbiWriter Header(AbiWriter writer) => writer
        .Unsigned(FirstMatchId)
        .Unsigned(LastMatchId)
        .Address(Token)
        .Word(PreviousRoot)
        .Word(Matches.Root)
        .Word(EntriesHash)
        .Word(StateRoot);

    private AbiWriter Append(AbiWriter writer)
    {
        writer.Unsigned((UInt128)Entries.Count);
        foreach (var entry in Entries)
        {
            writer
                .Unsigned(entry.MarketId)
                .Address(entry.Account.Owner)
                .Unsigned(entry.Account.Subaccount)
                .Signed(entry.Quantity)
                .Signed(entry.Cash)
                .Signed(entry.Fee)
                .Unsigned(entry.Legs);
        }

        return writer;
    }
}
