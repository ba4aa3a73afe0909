using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Maps an account's money, margin and positions to what REST answers. Views are read with the venue's gate held by
/// the caller.
/// </summary>
internal static class MoneyDto
{
    /// <summary>Zeros for an account that never had an event.</summary>
    public static AccountDto Account(VenueView venue, AccountId id)
    {
        var account = venue.Account(in id);
        return new AccountDto(
            id.Owner.ToString(),
            id.Subaccount,
            Dto.Text(venue.Sequence),
            Dto.Text(account?.AccountSequence ?? 0),
            account?.IsLocked ?? false,
            venue.IsOwnerLocked(id.Owner),
            [.. (account?.Balances ?? []).Select(pair => Balance(venue, pair.Key, pair.Value))],
            [.. (account?.Positions ?? []).Select(pair => Position(venue, pair.Key, pair.Value))],
            [.. (account?.Margins ?? []).Select(pair => Margin(account!, pair.Value))],
            MarketMoneyDto.Limits(account?.Limits),
            MarketMoneyDto.Limits(venue.LimitsOf(id.Owner)),
            (int)(venue.TierOf(id.Owner)?.Tier ?? 0));
    }

    public static WithdrawalDto Withdrawal(WithdrawalChanged changed) => new(
        Dto.Text(changed.WithdrawalId),
        changed.Request.AssetId,
        FixedPoint.Format(changed.Request.Amount),
        changed.Request.Recipient.ToString(),
        Dto.Text(changed.Request.Nonce),
        Codes.Of(changed.State),
        changed.State == WithdrawalState.Failed ? changed.FailureCode : null,
        changed.TransactionHash.IsZero ? null : changed.TransactionHash.ToString(),
        changed.BlockNumber == 0 ? null : Dto.Text(changed.BlockNumber));

    public static ClosedPositionDto Closed(MarketInfo info, PositionClosed closed) => new(
        closed.MarketId,
        info.Quantity(closed.Lots),
        Dto.Text(closed.Lots),
        info.AveragePrice(closed.EntryTickLots, Math.Abs(closed.Lots)),
        info.AveragePrice(closed.ExitTickLots, Math.Abs(closed.Lots)),
        FixedPoint.Format(closed.RealisedPnl),
        FixedPoint.Format(closed.Fees),
        Codes.Of(closed.End),
        Codes.Of(closed.Outcome),
        Dto.Text(closed.OpenedNs),
        Dto.Text(closed.ClosedNs));

    private static BalanceDto Balance(VenueView venue, uint assetId, Balance balance)
    {
        venue.TryGetAsset(assetId, out var asset);
        return new BalanceDto(
            assetId,
            asset?.Symbol ?? string.Empty,
            FixedPoint.Format(balance.Available),
            FixedPoint.Format(balance.Held),
            FixedPoint.Format(balance.Available + balance.Held + balance.Owed),
            FixedPoint.Format(balance.Owed));
    }

    private static PositionDto Position(VenueView venue, uint marketId, PositionRecord position)
    {
        var info = venue.MarketOf(marketId).Info;
        var mode = position.Mode == MarginMode.Full ? info.Request.MarginMode : position.Mode;
        return new PositionDto(
            marketId,
            info.MetricId,
            info.Quantity(position.Lots),
            Dto.Text(position.Lots),
            FixedPoint.Format(position.Cost),
            info.AveragePrice(position.Cost, (Int128)position.Lots * info.TickValue),
            FixedPoint.Format(position.RealisedPnl),
            Codes.Of(mode),
            FixedPoint.Format(position.Margin),
            FixedPoint.Format(position.Debt),
            position.Quantile);
    }

    private static MarginDto Margin(AccountView account, MarginCalled called)
    {
        var isUnderWay = account.Liquidations.TryGetValue((called.AssetId, called.MarketId), out var liquidation)
            && liquidation.Stage != LiquidationStage.Ended;
        return new MarginDto(
            called.AssetId,
            called.MarketId,
            Codes.Of(called.Level),
            FixedPoint.Format(called.Equity),
            FixedPoint.Format(called.InitialMargin),
            FixedPoint.Format(called.MaintenanceMargin),
            isUnderWay ? Codes.Of(liquidation.Stage) : null);
    }
}
