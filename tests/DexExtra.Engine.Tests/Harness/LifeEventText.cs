using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>The lines of <see cref="EventText"/> for results, payouts, funds and switches; null for other events.</summary>
internal static class LifeEventText
{
    public static string? Describe(EventFrame.Item item) => item.Type switch
    {
        EventType.ResultChanged => Of(item.Body<ResultChanged>()),
        EventType.PositionSettled => Of(item.Body<PositionSettled>()),
        EventType.MarketSettled => Of(item.Body<MarketSettled>()),
        EventType.VenueStateChanged => Of(item.Body<VenueStateChanged>().State),
        _ => null,
    };

    private static string Of(in ResultChanged e) =>
        Text($"result {e.Update.MarketId} #{e.MarketSequence} {Codes.Of(e.Update.Kind)}")
        + (e.Update.Kind is OracleUpdateKind.Proposed or OracleUpdateKind.Confirmed
            ? Text($" {e.SettlementTicks}")
            : string.Empty);

    private static string Of(in PositionSettled e) =>
        Text($"{Who(e.Account, e.AccountSequence)} settled {e.MarketId} {e.Lots}@{e.SettlementTicks} ")
        + Text($"pnl {e.RealisedPnl} cash {e.CashDelta} kept {e.Socialised} fee {e.Fee}, ")
        + Money(e.Available, e.Held, e.Owed);

    private static string Of(in MarketSettled e) =>
        Text($"settled {e.MarketId} #{e.MarketSequence} at {e.SettlementTicks}: open {e.OpenInterestLots}, ")
        + Text($"gains {e.Gains}, losses {e.Losses}, insured {e.InsurancePaid}, kept {e.Socialised}, ")
        + Text($"returned {e.FeesReturned}{(e.IsFallback == 1 ? ", fallback" : string.Empty)}");

    private static string Of(in SetVenueState e) => Text($"venue halt {e.HaltTrading} freeze {e.FreezeWithdrawals}")
        + (e.LowSpace == LowSpaceSwitch.On ? " low on space" : string.Empty);

    /// <summary>A debt is said only where there is one.</summary>
    private static string Money(Int128 available, Int128 held, Int128 owed) =>
        Text($"has {available}+{held}{(owed == 0 ? string.Empty : Text($" owes {-owed}"))}");

    private static string Who(in AccountId account, ulong sequence) => Text($"{Traders.NameOf(in account)}.{sequence}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
