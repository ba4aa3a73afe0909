using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>A market that the engine has paid out (M9), and what each of its positions received. One thread.</summary>
internal sealed class EndedMarket(uint marketId)
{
    private readonly List<PayoutEntry> _payouts = [];

    public uint MarketId { get; } = marketId;

    /// <summary>In the order of the log, those that received nothing too: their positions end on chain.</summary>
    public IReadOnlyList<PayoutEntry> Payouts => _payouts;

    /// <summary>Of the settlement, 1e-8.</summary>
    public Int128 Price { get; private set; }

    /// <summary>Newest match when the market was settled; 0 before.</summary>
    public ulong LastMatchId { get; private set; }

    /// <summary>The payout is complete in the engine.</summary>
    public bool IsSettled { get; private set; }

    public void Add(in PositionSettled settled)
    {
        if (settled.Lots != 0)
        {
            _payouts.Add(new PayoutEntry(
                MarketId, settled.Account, (UInt128)settled.CashDelta, (UInt128)settled.Fee));
        }
    }

    /// <summary>M7: no answer of the oracle came.</summary>
    public bool IsFallback { get; private set; }

    public void Settle(Int128 price, ulong lastMatchId, bool isFallback) =>
        (Price, LastMatchId, IsFallback, IsSettled) = (price, lastMatchId, isFallback, true);
}
