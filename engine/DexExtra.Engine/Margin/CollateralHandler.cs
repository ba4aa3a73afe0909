using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Margin;

/// <summary>R4, C13: assets that back others, and their prices (docs/money.md §4).</summary>
internal sealed class CollateralHandler(EngineState state)
{
    /// <summary>Refused with NOT_SUPPORTED, UNKNOWN_ASSET, INVALID_PARAMETERS or ILLEGAL_TRANSITION.</summary>
    public void Apply<TSink>(in SetCollateral request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (Refusal(in request, out var asset, out var backed) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.SetCollateral, reason, request.AssetId);
            return;
        }

        state.Assets.SetCollateral(asset, backed, in request);
        RequestReviews(backed);
        var changed = new CollateralChanged { Request = request };
        sink.Append(EventType.CollateralChanged, in changed);
    }

    /// <summary>Refused with UNKNOWN_ASSET, INVALID_PARAMETERS or, if it backs nothing, ILLEGAL_TRANSITION.</summary>
    public void Apply<TSink>(in SetCollateralPrice request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (Refusal(in request, out var asset) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.SetCollateralPrice, reason, request.AssetId);
            return;
        }

        ref var collateral = ref state.Assets[asset].Collateral;
        collateral.HasPrice = true;
        collateral.Price = request.Price;
        collateral.PriceNs = state.TimestampNs;
        RequestReviews(collateral.Backed);
        var changed = new CollateralPriceChanged { Request = request };
        sink.Append(EventType.CollateralPriceChanged, in changed);
    }

    /// <summary>L1: every unit that it may back.</summary>
    private void RequestReviews(int backed)
    {
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            if (state.Markets[slot].Asset == backed)
            {
                state.Passes.RequestReview(state.Markets[slot]);
            }
        }
    }

    private CommandRejectReason? Refusal(in SetCollateral request, out int asset, out int backed)
    {
        backed = -1;
        asset = -1;
        if (!state.Options.NettedSettlement)
        {
            return CommandRejectReason.NotSupported;
        }

        if (!state.Assets.TryFind(request.AssetId, out asset)
            || !state.Assets.TryFind(request.BackedAssetId, out backed))
        {
            return CommandRejectReason.UnknownAsset;
        }

        if (asset == backed
            || request.HaircutBp >= Limits.BasisPoints
            || request.Cap < 0
            || request.Cap > EngineLimits.MaxDeposits)
        {
            return CommandRejectReason.InvalidParameters;
        }

        ref readonly var present = ref state.Assets[asset].Collateral;
        var staysOne = !present.IsSet || present.Backed == backed;
        return staysOne && !state.Assets[backed].Collateral.IsSet && !IsBacked(asset) && !SettlesMargin(asset)
            ? null
            : CommandRejectReason.IllegalTransition;
    }

    private CommandRejectReason? Refusal(in SetCollateralPrice request, out int asset)
    {
        if (!state.Assets.TryFind(request.AssetId, out asset))
        {
            return CommandRejectReason.UnknownAsset;
        }

        if (request.Price < 1 || request.Price > Collateral.MaxPrice)
        {
            return CommandRejectReason.InvalidParameters;
        }

        return state.Assets[asset].Collateral.IsSet ? null : CommandRejectReason.IllegalTransition;
    }

    private bool IsBacked(int asset)
    {
        for (var index = 0; index < state.Assets.CollateralCount; index++)
        {
            if (state.Assets[state.Assets.CollateralAt(index)].Collateral.Backed == asset)
            {
                return true;
            }
        }

        return false;
    }

    private bool SettlesMargin(int asset)
    {
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            if (market.Asset == asset && market.Terms.MarginMode != MarginMode.Full)
            {
                return true;
            }
        }

        return false;
    }
}
