using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>Events of margin and limits as text.</summary>
internal static class MarginEventText
{
    public static string Describe(EventFrame.Item item) => item.Type switch
    {
        EventType.RiskParametersChanged => Of(item.Body<RiskParametersChanged>()),
        EventType.RiskLimitsChanged => Of(item.Body<RiskLimitsChanged>().Request),
        EventType.CollateralChanged => Of(item.Body<CollateralChanged>().Request),
        EventType.CollateralPriceChanged => Of(item.Body<CollateralPriceChanged>().Request),
        EventType.MarginModeChanged => Of(item.Body<MarginModeChanged>()),
        EventType.MarginReported => Of(item.Body<MarginReported>()),
        EventType.MassQuoted => Of(item.Body<MassQuoted>()),
        EventType.QuoteRejected => Of(item.Body<QuoteRejected>()),
        EventType.QuoteProtectionChanged => Of(item.Body<QuoteProtectionChanged>()),
        EventType.SessionKeyChanged => Of(item.Body<SessionKeyChanged>()),
        _ => throw new InvalidOperationException($"unknown event {item.Type}"),
    };

    private static string Of(in SessionKeyChanged e) =>
        Text($"grant {e.GrantId} of {Traders.NameOf(new AccountId(e.Request.Owner, 0))} ")
        + Text($"{Codes.Of(e.Request.Action)} {e.Request.Nonce}");

    private static string Of(in MassQuoted e) =>
        Text($"{Traders.NameOf(in e.Account)}.{e.AccountSequence} quoted {e.QuoteId} in {e.MarketId}: ")
        + Text($"-{e.CancelledSides} +{e.AcceptedSides} !{e.RejectedSides}");

    private static string Of(in QuoteRejected e) =>
        Text($"{Traders.NameOf(in e.Account)}.{e.AccountSequence} quote {e.QuoteId} rejected {Codes.Of(e.Reason)}");

    private static string Of(in QuoteProtectionChanged e) =>
        Text($"{Traders.NameOf(in e.Account)}.{e.AccountSequence} set {e.QuoteSet} {Codes.Of(e.Cause)} after ")
        + Text($"{e.TradedLots} {e.NetLots} {e.Trades}, frozen until {e.FrozenUntilNs}");

    private static string Of(in RiskParametersChanged e) => Text($"risk {e.MarketId} #{e.MarketSequence} changed");

    private static string Of(in SetRiskLimits e) => e.Scope == RiskScope.Market
        ? Text($"limits of market {e.MarketId} changed")
        : Text($"limits of {e.Scope} {Traders.NameOf(in e.Account)} changed");

    private static string Of(in SetCollateral e) =>
        Text($"asset {e.AssetId} backs {e.BackedAssetId}, haircut {e.HaircutBp}, cap {e.Cap}");

    private static string Of(in SetCollateralPrice e) => Text($"price of asset {e.AssetId} is {e.Price}");

    private static string Of(in MarginModeChanged e) =>
        Text($"{Traders.NameOf(in e.Account)}.{e.AccountSequence} is {e.Mode} in {e.MarketId}, nonce {e.Nonce}, ")
        + Text($"bucket {e.Margin}, has {e.Available}+{e.Held} owes {e.Owed}");

    private static string Of(in MarginReported e) =>
        Text($"margin {e.Request.RequestId} of {Traders.NameOf(in e.Request.Account)}: equity {e.Equity} with {e.Collateral}, ")
        + Text($"initial {e.InitialMargin} to {e.InitialMarginAfter}, maintenance {e.MaintenanceMargin}, ")
        + Text($"free {e.Free} to {e.FreeAfter}, out {e.Withdrawable}, owed {e.Owed}, hold {e.Hold}, ")
        + Text($"buys {e.BuyingPowerLots}, {Codes.Of(e.Reason)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
