using DexExtra.Messages;

namespace DexExtra.Engine.Quotes;

/// <summary>A quote set of an account: its protection, what the window counted, its quotes (C12).</summary>
internal struct QuoteSet
{
    public int Account;
    public uint Number;

    // the limits; 0 = none
    public long MaxTradedLots;
    public long MaxNetLots;
    public uint MaxTrades;
    public uint WindowSeconds;
    public uint FrozenSeconds;

    /// <summary>Engine time at which the window that the last first fill started is over.</summary>
    public long WindowEndNs;
    public long TradedLots;
    public long NetLots;
    public uint Trades;

    /// <summary>Engine time from which it takes quotes again.</summary>
    public long FrozenUntilNs;

    /// <summary>A limit was reached in this command; told at its end.</summary>
    public bool IsBreached;

    /// <summary>Frozen, and its quotes are not all cancelled yet.</summary>
    public bool IsQueued;

    /// <summary>First of its pairs, −1 = none; the others follow by Next.</summary>
    public int FirstPair;

    public readonly bool IsFrozen(long nowNs) => IsQueued || IsBreached || nowNs < FrozenUntilNs;

    /// <summary>
    /// Counts a fill of one of its quotes; true when that reaches a limit. What has no limit is not counted.
    /// </summary>
    public bool Count(Side side, long lots, long nowNs)
    {
        if (WindowSeconds == 0 || IsFrozen(nowNs))
        {
            return false;
        }

        if (nowNs >= WindowEndNs)
        {
            EndWindow();
            WindowEndNs = nowNs + (WindowSeconds * Limits.NsPerSecond);
        }

        TradedLots += MaxTradedLots > 0 ? lots : 0;
        NetLots += MaxNetLots == 0 ? 0 : side == Side.Buy ? lots : -lots;
        Trades += MaxTrades > 0 ? 1U : 0;
        IsBreached = (MaxTradedLots > 0 && TradedLots >= MaxTradedLots)
            || (MaxNetLots > 0 && Math.Abs(NetLots) >= MaxNetLots)
            || (MaxTrades > 0 && Trades >= MaxTrades);
        return IsBreached;
    }

    /// <summary>The next fill starts a window.</summary>
    public void EndWindow() => (WindowEndNs, TradedLots, NetLots, Trades) = (0, 0, 0, 0);
}
