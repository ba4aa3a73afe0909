using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Custody and funds (§1, §13): every movement has two sides, and both are published.</summary>
public sealed partial class SlowLedger
{
    private readonly Dictionary<ulong, long> _references = [];

    private void OnDeposit(in DepositCredited credited)
    {
        var wallet = Touch(in credited.Request.Account, credited.AssetId);
        That(credited.Request.Amount > 0, "a deposit of nothing", wallet);
        wallet.PayIn(credited.Request.Amount);
        NoteReview(wallet);
        wallet.Explained += credited.Request.Amount;
        Touch(wallet.Asset).Deposited += credited.Request.Amount;
        ExpectBalances(wallet, credited.Available, credited.Held, credited.Owed);
    }

    /// <summary>M11: a reference moves money once.</summary>
    private void CountReference(BalanceChange cause, ulong reference)
    {
        if (_command == CommandType.FundTransfer && cause is (BalanceChange.FundIn or BalanceChange.FundOut))
        {
            That(_references.TryAdd(reference, _sequence) || _references[reference] == _sequence,
                "a fund transfer took effect twice (M11)");
        }
    }

    private void OnBalance(in BalanceChanged changed)
    {
        CountReference(changed.Kind, changed.Reference);
        var wallet = Touch(in changed.Account, changed.AssetId);
        var asset = Touch(wallet.Asset);
        var market = changed.MarketId == 0 ? null : Markets.GetValueOrDefault(changed.MarketId);
        var position = market?.Positions.GetValueOrDefault(changed.Account);
        var isInternal = changed.Kind is BalanceChange.Allocated or BalanceChange.Released;
        var isTakenBack = changed.Kind == BalanceChange.FeeRefund && changed.Reference != 0;
        if (market is not null && position is not null)
        {
            ExpectPayment(market, position, in changed);
        }

        if (isInternal)
        {
            That(position is { Mode: MarginMode.Isolated }, "a bucket of a position that is not isolated", wallet);
            MoveBucket(position!, changed.Amount);
        }
        else if (isTakenBack)
        {
            That(_refunds.Remove((wallet, changed.Amount)), "a refund that is no fee of a busted trade", wallet);
        }
        else
        {
            ExpectFree(wallet, in changed);
            wallet.Explained += changed.Amount;
            MoveUnit(wallet, position, in changed);
            Clear(asset, market, position, in changed);
        }

        ExpectBalances(wallet, changed.Available, changed.Held, changed.Owed);
        NoteReview(wallet);
        if (position is not null)
        {
            NoteReview(position);
            Expect("bucket", position.Bucket, changed.Margin, wallet);
        }
    }

    private void ExpectPayment(SlowMarket market, SlowPosition position, in BalanceChanged changed)
    {
        switch (changed.Kind)
        {
            case BalanceChange.LiquidationFee or BalanceChange.InsurancePaid or BalanceChange.GuaranteePaid:
                ExpectUnitPayment(market, position, changed.Kind, changed.Amount);
                break;
            case BalanceChange.LossSocialised:
                ExpectSocialised(market, position, changed.Amount);
                break;
            case BalanceChange.FeeRefund when changed.Reference == 0:
                ExpectRefund(market, position, changed.Amount);
                break;
            case BalanceChange.Allocated when _command == CommandType.AdjustMargin:
                That(MayTake(position.Wallet, -changed.Amount), "an allocation of what is not free (R3)", position.Wallet);
                break;
            case BalanceChange.Released when _command == CommandType.AdjustMargin && position.Liquidation is null:
                var left = SlowMargin.OfIsolated(position, NowSeconds).FreeToTakeOut - changed.Amount;
                That(market.Sharing is null, "a release while a loss is shared (§10)", position.Wallet);
                That(left >= 0 && changed.Amount <= position.Bucket, "a release leaves less than IM (R5)", position.Wallet);
                break;
            default:
                break;
        }
    }

    /// <summary>R3, R4: what leaves an account on request is free to; collateral is sold at its price (§13).</summary>
    private void ExpectFree(SlowWallet wallet, in BalanceChanged changed)
    {
        if (changed.Kind is BalanceChange.TransferOut or BalanceChange.FundOut)
        {
            That(MayTake(wallet, -changed.Amount), "more leaves an account than is free to take out (R3)", wallet);
        }
        else if (changed.Kind == BalanceChange.CollateralSold)
        {
            _sold = (wallet, wallet.Available, -changed.Amount);
        }
        else if (changed.Kind == BalanceChange.CollateralProceeds)
        {
            ExpectProceeds(wallet, changed.Amount);
        }
    }

    /// <summary>
    /// Between an account and its bucket; the amount is what the account gains. 0: the bucket pays what the position owes.
    /// </summary>
    private void MoveBucket(SlowPosition position, Int128 amount)
    {
        if (amount == 0)
        {
            var paid = Int128.Min(position.Bucket, -position.Debt);
            That(paid > 0, "a bucket moves nothing", position.Wallet);
            position.Bucket -= paid;
            position.Debt += paid;
            return;
        }

        position.Bucket -= amount;
        if (amount >= 0)
        {
            position.Wallet.PayIn(amount);
        }
        else
        {
            That(position.Wallet.Available >= -amount, "an allocation of what is not available", position.Wallet);
            position.Wallet.Available += amount;
        }
    }

    /// <summary>Liquidations pay and charge the unit: of an isolated position its debt, then its bucket.</summary>
    private void MoveUnit(SlowWallet wallet, SlowPosition? position, in BalanceChanged changed)
    {
        var (kind, amount, margin) = (changed.Kind, changed.Amount, changed.Margin);
        var isOfUnit = kind is BalanceChange.LiquidationFee or BalanceChange.InsurancePaid or BalanceChange.LossSocialised
            or BalanceChange.GuaranteePaid;
        if (isOfUnit && position is { Mode: MarginMode.Isolated })
        {
            var repaid = Int128.Min(Int128.Max(0, amount), -position.Debt);
            position.Debt += repaid;
            MoveIsolated(position, amount - repaid, margin);
            return;
        }

        That(!isOfUnit || amount >= 0 || position is null or { Mode: MarginMode.Cross }, "a FULL position is charged", wallet);
        if (!isOfUnit && amount < 0)
        {
            That(wallet.Available >= -amount, "more is taken than is available", wallet);
        }

        Settle(wallet, amount);
    }

    /// <summary>
    /// Into or out of a bucket. §10: what a position gained when it was closed at the mark is cash, and pays first: the
    /// event says what is left of the bucket.
    /// </summary>
    private void MoveIsolated(SlowPosition position, Int128 amount, Int128 margin)
    {
        var cash = Int128.Max(0, margin - position.Bucket - amount);
        That(amount >= 0 || cash <= -amount, "a bucket grows by a charge", position.Wallet);
        That(cash <= position.Wallet.Available, "a charge of what is not available", position.Wallet);
        position.Wallet.Available -= cash;
        position.Bucket += amount + cash;
    }

    /// <summary>The event follows what changed the debt.</summary>
    private void OnDebt(in PositionDebtChanged changed)
    {
        var wallet = Touch(in changed.Account, changed.AssetId);
        var position = Position(wallet, Market(changed.MarketId));
        Expect("debt of a position", position.Debt, changed.Debt, wallet);
        Expect("change of a debt", position.Debt - position.ReportedDebt, changed.Change, wallet);
        That(changed.Change != 0, "a debt that did not change", wallet);
        position.ReportedDebt = changed.Debt;
    }

    /// <summary>What the account gained somebody lost: fees at once, others say so in the same frame.</summary>
    private static void Clear(SlowAsset asset, SlowMarket? market, SlowPosition? position, in BalanceChanged changed)
    {
        if (changed.Kind != BalanceChange.FeeRefund)
        {
            asset.Clearing += changed.Amount;
            return;
        }

        asset.Fees -= changed.Amount;
        if (position is not null)
        {
            position.FeesPaid -= changed.Amount;
        }

        if (market?.Payout is { } payout)
        {
            payout.FeesReturned += changed.Amount;
        }
    }

    private void OnFund(in FundChanged changed)
    {
        CountReference(changed.Cause, changed.Reference);
        var asset = Touch(Asset(changed.AssetId));
        var market = changed.Kind == FundKind.Insurance ? Touch(Market(changed.MarketId)) : null;
        switch (changed.Kind)
        {
            case FundKind.Insurance:
                market!.Insurance += changed.Amount;
                Expect("insurance", market.Insurance, changed.Balance);
                break;
            case FundKind.Guarantee:
                asset.Guarantee += changed.Amount;
                Expect("guarantee", asset.Guarantee, changed.Balance);
                break;
            case FundKind.Fees:
                asset.Fees += changed.Amount;
                Expect("fees", asset.Fees, changed.Balance);
                That(changed.Amount >= 0 || asset.Fees >= FeesOfVoidMarkets(asset), "fees are spent that may be returned (§3)");
                break;
            default:
                asset.Dust += changed.Amount;
                Expect("dust", asset.Dust, changed.Balance);
                break;
        }

        ClearFund(asset, market, in changed);
    }

    /// <summary>What markets with VOID fallback that are not settled have collected, less rebates.</summary>
    private Int128 FeesOfVoidMarkets(SlowAsset asset)
    {
        var kept = Int128.Zero;
        foreach (var market in Markets.Values)
        {
            var isOver = market.State is MarketState.Settled or MarketState.Closed or MarketState.Cancelled;
            if (market.Asset == asset && market.Terms.Life.Fallback == SettlementFallback.Void && !isOver)
            {
                foreach (var position in market.Positions.Values)
                {
                    kept += position.FeesPaid;
                }
            }
        }

        return kept;
    }

    /// <summary>The other side is what an account or fund said in this frame, or the pool of a market that is paid out.</summary>
    private void ClearFund(SlowAsset asset, SlowMarket? market, in FundChanged changed)
    {
        var isTransfer = _command == CommandType.FundTransfer
            && changed.Cause is (BalanceChange.FundIn or BalanceChange.FundOut);
        var settling = market ?? (isTransfer ? null : Markets.GetValueOrDefault((uint)changed.Reference));
        var isOfPool = asset.Clearing == 0 && settling is { State: MarketState.Settling, Payout: { } payout }
            && IsPayout(settling, payout, in changed);
        if (isOfPool)
        {
            Touch(settling!).Pool -= changed.Amount;
        }
        else
        {
            asset.Clearing += changed.Amount;
        }
    }

    private void OnMode(in MarginModeChanged changed)
    {
        var wallet = Touch(in changed.Account, changed.AssetId);
        var market = Market(changed.MarketId);
        var position = Position(wallet, market);
        That(market.Terms.MarginMode == MarginMode.Cross && position.Mode != changed.Mode, "a mode that cannot change", wallet);
        That(position.BuyLeaves == 0 && position.SellLeaves == 0, "a mode changes with open orders (R5)", wallet);
        That(market.Sharing is null, "a mode changes while a loss is shared (§10)", wallet);
        position.Mode = changed.Mode;
        if (changed.Mode == MarginMode.Isolated)
        {
            position.Bucket = BucketNeeded(position);
            wallet.Available -= position.Bucket;
        }
        else
        {
            wallet.PayIn(position.Bucket);
            position.Bucket = 0;
        }

        Expect("bucket", position.Bucket, changed.Margin, wallet);
        ExpectBalances(wallet, changed.Available, changed.Held, changed.Owed);
        var free = SlowMargin.OfCross(wallet, _nowNs).FreeToTakeOut;
        NoteReview(wallet);
        NoteReview(position);
        That(position.Lots == 0 || free >= 0, "a mode leaves less than the initial margin (R5)", wallet);
    }
}
