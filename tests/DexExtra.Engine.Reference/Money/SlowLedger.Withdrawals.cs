using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>K2, L6: withdrawals, and the gate that lets them pass or wait (docs/money.md §13).</summary>
public sealed partial class SlowLedger
{
    private const ulong SecondsPerHour = 3_600;

    private SetVenueState _venue;
    private long _outageNs;

    /// <summary>B6: a gap between commands that is longer than some market allows.</summary>
    private void NoteOutage(long gapNs)
    {
        if (gapNs <= Limits.NsPerSecond)
        {
            return;
        }

        foreach (var market in Markets.Values)
        {
            var allowed = market.Rules.OutageSeconds * Limits.NsPerSecond;
            _outageNs = allowed != 0 && gapNs > allowed ? _nowNs : _outageNs;
        }
    }

    private void OnWithdrawal(in WithdrawalChanged changed)
    {
        var wallet = Touch(in changed.Request.Account, changed.Request.AssetId);
        if (!Withdrawals.TryGetValue(changed.WithdrawalId, out var withdrawal))
        {
            withdrawal = Lock(wallet, in changed);
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

    private SlowWithdrawal Lock(SlowWallet wallet, in WithdrawalChanged changed)
    {
        var amount = changed.Request.Amount;
        Expect("withdrawal id", Withdrawals.Count + 1, changed.WithdrawalId, wallet);
        That(amount > 0 && amount % TokenUnit(wallet.Asset) == 0, "a withdrawal that the token cannot pay (F9)", wallet);
        That(MayTake(wallet, amount), "a withdrawal of what is not free to take out (R3)", wallet);
        var withdrawal = new SlowWithdrawal(wallet, amount);
        Withdrawals.Add(changed.WithdrawalId, withdrawal);
        wallet.Available -= amount;
        wallet.Withdrawing += amount;
        NoteReview(wallet);
        var passes = TryPass(wallet.Asset, amount);
        var expected = passes ?? changed.State == WithdrawalState.Locked ? WithdrawalState.Locked : WithdrawalState.Waiting;
        That(changed.State == expected, "the gate of withdrawals is wrong (L6)", wallet);
        CountHour(wallet.Asset, changed.State, amount);
        if (changed.State == WithdrawalState.Waiting)
        {
            _waiting.Add(withdrawal);
        }

        return withdrawal;
    }

    private static Int128 TokenUnit(SlowAsset asset)
    {
        Int128 unit = 1;
        for (var place = (int)asset.Listing.TokenDecimals; place < FixedPoint.Decimals; place++)
        {
            unit *= 10;
        }

        return unit;
    }

    private void Move(SlowWithdrawal withdrawal, WithdrawalState state)
    {
        var wallet = withdrawal.Wallet;
        if (withdrawal.State == WithdrawalState.Waiting && state == WithdrawalState.Locked)
        {
            That(TryPass(wallet.Asset, withdrawal.Amount) != false, "the gate lets a withdrawal pass too early (L6)", wallet);
            CountHour(wallet.Asset, state, withdrawal.Amount);
        }

        if (state is WithdrawalState.Final or WithdrawalState.Failed)
        {
            wallet.Withdrawing -= withdrawal.Amount;
        }

        if (state == WithdrawalState.Failed)
        {
            wallet.PayIn(withdrawal.Amount);
            NoteReview(wallet);
        }
        else
        {
            That(state == withdrawal.State + 1, "a withdrawal skips a state", wallet);
        }

        if (state == WithdrawalState.Final)
        {
            wallet.Explained -= withdrawal.Amount;
            Touch(wallet.Asset).Withdrawn += withdrawal.Amount;
        }
    }

    /// <summary>Null where no event tells whether a debt of a cross unit counts as unpaid yet.</summary>
    private bool? TryPass(SlowAsset asset, Int128 amount)
    {
        ref readonly var limits = ref asset.WithdrawalLimits;
        if (_venue.FreezeWithdrawals != 0)
        {
            return false;
        }

        if (amount <= limits.SmallAmount)
        {
            return true;
        }

        var isAfterOutage = _outageNs != 0 && _nowNs - _outageNs < limits.OutageGateSeconds * Limits.NsPerSecond;
        var used = (asset.HourlyUse.Hour == NowSeconds / SecondsPerHour ? asset.HourlyUse.Amount : 0) + amount;
        var share = Ratio.Down(Int128.Max(0, asset.Deposited - asset.Withdrawn), limits.HourlyShareBp, Limits.BasisPoints);
        var isTooMuch = (limits.HourlyAmount != 0 && used > limits.HourlyAmount) || (limits.HourlyShareBp != 0 && used > share);
        return isAfterOutage || isTooMuch || HasUnpaidPayout() || HasIsolatedDebt() ? false
            : _liquidations.Any(job => job.Isolated is null) ? null
            : true;
    }

    /// <summary>Small ones count too.</summary>
    private void CountHour(SlowAsset asset, WithdrawalState state, Int128 amount)
    {
        var hour = NowSeconds / SecondsPerHour;
        var used = asset.HourlyUse.Hour == hour ? asset.HourlyUse.Amount : 0;
        asset.HourlyUse = (hour, used + (state == WithdrawalState.Locked ? amount : 0));
    }

    /// <summary>Losers and insurance brought less than the winners are still to get.</summary>
    private bool HasUnpaidPayout()
    {
        foreach (var market in Markets.Values)
        {
            if (market is { State: MarketState.Settling, Payout: { } payout }
                && payout.Shortfall > payout.Socialised + payout.GuaranteePaid)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasIsolatedDebt()
    {
        foreach (var wallet in WalletList)
        {
            foreach (var position in wallet.Positions)
            {
                if (position.Debt < 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsBankrupt(SlowLiquidation job) =>
        Unit(job.Wallet, null).FirmEquity < 0 && !PositionsOf(job).Any(position => position.Lots != 0);
}
