using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>What an order asks of limits and money (docs/money.md §5); lots, ticks and ledger units.</summary>
internal readonly record struct SlowDemand
{
    /// <summary>Of the account in the market's asset; a new one if it has none.</summary>
    public required SlowWallet Wallet { get; init; }

    public required SlowMarket Market { get; init; }

    public required Side Side { get; init; }

    public bool IsReduceOnly { get; init; }

    /// <summary>R7: CONFIRM_LARGE was signed.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>It needs a place among the open orders.</summary>
    public bool MayStayOpen { get; init; }

    public bool HasTrigger { get; init; }

    /// <summary>Price that its hold goes by.</summary>
    public long PriceTicks { get; init; }

    /// <summary>All its lots.</summary>
    public long Lots { get; init; }

    /// <summary>Lots of it that are not open yet.</summary>
    public Int128 MoreLots { get; init; }

    /// <summary>What is to be held beside what is held.</summary>
    public Int128 Hold { get; init; }

    /// <summary>What the legs before it take, where they are not accepted yet.</summary>
    public SlowLegs Earlier { get; init; }

    public SlowPosition? Position => Market.Positions.GetValueOrDefault(Wallet.Account);

    public MarginMode Mode => Position?.Mode ?? Market.Terms.MarginMode;

    public Int128 MoreReducing => IsReduceOnly ? MoreLots : 0;

    public Int128 EarlierReducing => Side == Side.Buy ? Earlier.ReducingBuys : Earlier.ReducingSells;

    public Int128 EarlierLots => Side == Side.Buy ? Earlier.BuyLots : Earlier.SellLots;

    /// <summary>R6: lots × opening cost per lot.</summary>
    public Int128 Value => Lots * Market.OpeningCost(Side, PriceTicks);

    /// <summary>By how much the open orders of its side with it are more than what they could close.</summary>
    public Int128 OpeningLots =>
        MoreLots + EarlierLots + (Position is { } position ? position.Leaves(Side) - position.Closable(Side) : 0);

    public bool OnlyReduces => IsReduceOnly || OpeningLots <= 0;
}
