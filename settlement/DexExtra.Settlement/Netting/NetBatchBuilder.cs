using System.Numerics;
using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Signing;

namespace DexExtra.Settlement.Netting;

/// <summary>
/// Makes one netted batch of the matches of the event log, in their order: running totals of each leg, a leaf for each
/// match, the net entry of each subaccount and market. Matches without two signed orders have no leaf and are refused
/// (docs/chain.md). One thread.
/// </summary>
internal sealed class NetBatchBuilder(Address token, SlotFills fills)
{
    /// <summary>Price (1e-8) × quantity (1e-8) × multiplier (1e-8) / 1e16 = ledger units.</summary>
    private static readonly Int128 Divisor = 10_000_000_000_000_000;

    private readonly Dictionary<(uint MarketId, AccountId Account), NetEntry> _entries = [];
    private readonly List<Hash32> _leaves = [];
    private ulong _first;

    public int Count => _leaves.Count;

    /// <summary>Takes the next match.</summary>
    /// <exception cref="InvalidOperationException">It is not the next one, or nobody signed it, or its market has
    /// another token.</exception>
    /// <exception cref="OverflowException">Its money does not fit the contract's numbers.</exception>
    public void Add(MatchEntry match, MarketTerms market)
    {
        if (Count != 0 && match.MatchId != _first + (ulong)Count)
        {
            throw new InvalidOperationException($"match {match.MatchId} does not follow {_first + (ulong)Count - 1}");
        }

        if (!match.SettlesByTrade || match.Buy is null || match.Sell is null || market.Token != token)
        {
            throw new InvalidOperationException($"match {match.MatchId} cannot stand in a netted batch of {token}");
        }

        _first = Count == 0 ? match.MatchId : _first;
        var buy = Leg(match, market, match.Buy, match.Quantity, match.BuyFee);
        var sell = Leg(match, market, match.Sell, -match.Quantity, match.SellFee);
        _leaves.Add(Leaf(match, buy, sell));
    }

    /// <param name="previousRoot">Identity of the batch before; zero for the first.</param>
    /// <param name="stateRoot">Root of all balances after the last match.</param>
    /// <exception cref="InvalidOperationException">No match was added.</exception>
    public NetBatch Seal(Hash32 previousRoot, Hash32 stateRoot)
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("a batch needs a match");
        }

        var entries = _entries.Values.ToList();
        entries.Sort(NetEntry.Compare);
        return new NetBatch
        {
            FirstMatchId = _first,
            LastMatchId = _first + (ulong)Count - 1,
            Token = token,
            PreviousRoot = previousRoot,
            Matches = new MerkleTree(_leaves),
            StateRoot = stateRoot,
            Entries = entries,
        };
    }

    /// <param name="match">The match.</param>
    /// <param name="market">Its market.</param>
    /// <param name="signed">The order of this side.</param>
    /// <param name="quantity">1e-8, negative for the seller.</param>
    /// <param name="fee">Ledger units.</param>
    private LegTotals Leg(MatchEntry match, MarketTerms market, OrderRecord signed, Int128 quantity, Int128 fee)
    {
        var order = signed.Order;
        var key = (match.MarketId, order.Account);
        var before = _entries.GetValueOrDefault(key) with { MarketId = match.MarketId, Account = order.Account };
        var after = checked(before with
        {
            Quantity = before.Quantity + quantity,
            Cash = before.Cash + Cash(match, market, quantity),
            Fee = before.Fee + fee,
            Legs = before.Legs + 1,
        });
        _entries[key] = after;
        var filled = fills.Fill(in order, (UInt128)match.Quantity);
        return new LegTotals(after.Legs, after.Quantity, after.Cash, after.Fee, filled);
    }

    /// <summary>Lots × ticks × tick value is a whole number of ledger units, so nothing is lost.</summary>
    private static Int128 Cash(MatchEntry match, MarketTerms market, Int128 quantity)
    {
        var notional = (BigInteger)quantity * match.Price * market.Multiplier;
        return checked((Int128)(-notional / Divisor));
    }

    private static Hash32 Leaf(MatchEntry match, LegTotals buy, LegTotals sell)
    {
        var writer = ExchangeContract.Append(AbiWriter.Arguments(), match);
        Append(writer, buy);
        Append(writer, sell);
        Span<byte> inner = stackalloc byte[Hash32.SizeBytes];
        Keccak256.Hash(writer.ToArray(), inner);
        return Keccak256.Hash(inner);
    }

    private static void Append(AbiWriter writer, LegTotals totals) => writer
        .Unsigned(totals.Leg)
        .Signed(totals.Quantity)
        .Signed(totals.Cash)
        .Signed(totals.Fee)
        .Unsigned(totals.Filled);
}
