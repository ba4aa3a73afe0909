using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Custody and funds (§1, §13): every movement has two sides, and both are published.</summary>
public sealed partial class SlowLedger
{
    private void OnDeposit(in DepositCredited credited)
    {
        var wallet = Touch(in credited.Request.Account, credited.AssetId);
        That(credited.Request.Amount > 0, "a deposit of nothing", wallet);
        wallet.PayIn(credited.Request.Amount);
        wallet.Explained += credited.Request.Amount;
        Touch(wallet.Asset).Deposited += credited.Request.Amount;
        ExpectBalances(wallet, credited.Available, credited.Held, credited.Owed);
    }

    private void OnBalance(in BalanceChanged changed)
    {
        var wallet = Touch(in changed.Account, changed.AssetId);
        var asset = Touch(wallet.Asset);
        var market = changed.MarketId == 0 ? null : Markets.GetValueOrDefault(changed.MarketId);
        var position = market?.Positions.GetValueOrDefault(changed.Account);
        var isInternal = changed.Kind is BalanceChange.Allocated or BalanceChange.Released;
        var isTakenBack = changed.Kind == BalanceChange.FeeRefund && changed.Reference != 0;
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
            wallet.Explained += changed.Amount;
            MoveUnit(wallet, position, changed.Kind, changed.Amount);
            Clear(asset, market, position, in changed);
        }

        ExpectBalances(wallet, changed.Available, changed.Held, changed.Owed);
        if (position is not null)
        {
            Expect("bucket", position.Bucket, changed.Margin, wallet);
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
    private void MoveUnit(SlowWallet wallet, SlowPosition? position, BalanceChange kind, Int128 amount)
    {
        var isOfUnit = kind is BalanceChange.LiquidationFee or BalanceChange.InsurancePaid or BalanceChange.LossSocialised
            or BalanceChange.GuaranteePaid;
        if (isOfUnit && position is { Mode: MarginMode.Isolated })
        {
            var repaid = Int128.Min(Int128.Max(0, amount), -position.Debt);
            position.Debt += repaid;
            position.Bucket += amount - repaid;
            return;
        }

        That(!isOfUnit || amount >= 0 || position is null or { Mode: MarginMode.Cross }, "a FULL position is charged", wallet);
        if (!isOfUnit && amount < 0)
        {
            That(wallet.Available >= -amount, "more is taken than is available", wallet);
        }

        Settle(wallet, amount);
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
                break;
            default:
                asset.Dust += changed.Amount;
                Expect("dust", asset.Dust, changed.Balance);
                break;
        }

        ClearFund(asset, market, in changed);
    }

    /// <summary>The other side is what an account or fund said in this frame, or the pool of a market that is paid out.</summary>
    private void ClearFund(SlowAsset asset, SlowMarket? market, in FundChanged changed)
    {
        var settling = market ?? (_command == CommandType.FundTransfer ? null
            : Markets.GetValueOrDefault((uint)changed.Reference));
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

    private void OnWithdrawal(in WithdrawalChanged changed)
    {
        var wallet = Touch(in changed.Request.Account, changed.Request.AssetId);
        if (!Withdrawals.TryGetValue(changed.WithdrawalId, out var withdrawal))
        {
            Expect("withdrawal id", Withdrawals.Count + 1, changed.WithdrawalId, wallet);
            withdrawal = new SlowWithdrawal(wallet, changed.Request.Amount);
            Withdrawals.Add(changed.WithdrawalId, withdrawal);
            That(changed.State is WithdrawalState.Waiting or WithdrawalState.Locked, "a withdrawal begins locked", wallet);
            That(wallet.Available >= withdrawal.Amount && withdrawal.Amount > 0, "a withdrawal of what is not available", wallet);
            wallet.Available -= withdrawal.Amount;
            wallet.Withdrawing += withdrawal.Amount;
        }
        else
        {
            var isOver = withdrawal.State is WithdrawalState.Final or WithdrawalState.Failed;
            That(!isOver, "a withdrawal is over twice", wallet);
            Move(withdrawal, changed.State);
        }

        withdrawal.State = changed.State;
        Expect("withdrawal", withdrawal.Amount, changed.Request.Amount, wallet);
        ExpectBalances(wallet, changed.Available, changed.Held, changed.Owed);
    }

    private void Move(SlowWithdrawal withdrawal, WithdrawalState state)
    {
        var wallet = withdrawal.Wallet;
        if (state is WithdrawalState.Final or WithdrawalState.Failed)
        {
            wallet.Withdrawing -= withdrawal.Amount;
        }

        if (state == WithdrawalState.Failed)
        {
            wallet.PayIn(withdrawal.Amount);
        }
        else if (state == WithdrawalState.Final)
        {
            wallet.Explained -= withdrawal.Amount;
            Touch(wallet.Asset).Withdrawn += withdrawal.Amount;
        }
        else
        {
            That(state == withdrawal.State + 1, "a withdrawal skips a state", wallet);
        }
    }

    private void OnMode(in MarginModeChanged changed)
    {
        var wallet = Touch(in changed.Account, changed.AssetId);
        var market = Market(changed.MarketId);
        var position = Position(wallet, market);
        That(market.Terms.MarginMode == MarginMode.Cross && position.Mode != changed.Mode, "a mode that cannot change", wallet);
        That(position.BuyLeaves == 0 && position.SellLeaves == 0, "a mode changes with open orders (R5)", wallet);
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
        That(position.Lots == 0 || free >= 0, "a mode leaves less than the initial margin (R5)", wallet);
    }
}
