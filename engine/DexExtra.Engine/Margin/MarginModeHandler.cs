using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Margin;

/// <summary>SetMarginMode command (R5, docs/money.md §2). The nonce is spent by a change that takes effect.</summary>
internal sealed class MarginModeHandler(EngineState state, MarginCalculator margins)
{
    public void Apply<TSink>(in SetMarginMode request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (Refusal(in request) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.SetMarginMode, reason, request.Nonce);
            return;
        }

        state.Accounts.TryFind(in request.Account, out var account);
        var market = state.Markets.Find(request.MarketId)!;
        state.Nonces.Consume(state.Accounts[account].Owner, request.Nonce);
        var slot = state.FindOrAddPosition(account, market.Slot);
        var balance = state.Ledger.FindOrAdd(account, market.Asset);
        Move(slot, balance, market.Asset, request.Mode);
        state.Effects.Positions.Add(slot);
        state.ReviewCash(balance);
        Report(in request, account, slot, balance, ref sink);
    }

    private void Move(int slot, int balance, int asset, MarginMode mode)
    {
        ref var position = ref state.Positions[slot];
        if (mode == MarginMode.Isolated)
        {
            state.Ledger.Post(asset, state.Ledger.Available(balance), position.Margin, Needed(in position));
            state.Ledger[balance].CrossPositions--;
        }
        else
        {
            state.Ledger.PayIn(balance, position.Margin, position.Bucket);
            state.CountCross(balance, slot);
        }

        position.Mode = mode;
        if (state.Ledger[balance].CrossPosition == slot && state.Ledger[balance].CrossPositions > 0)
        {
            NameByAnother(balance, asset);
        }
    }

    /// <summary>The position that named the unit may have left it.</summary>
    private void NameByAnother(int balance, int asset)
    {
        var slot = state.Accounts[state.Ledger[balance].Account].FirstPosition;
        while (!state.IsCrossOf(slot, asset))
        {
            slot = state.Positions[slot].NextOfAccount;
        }

        state.Ledger[balance].CrossPosition = slot;
    }

    private void Report<TSink>(in SetMarginMode request, int account, int slot, int balance, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var cash = ref state.Ledger[balance];
        var changed = new MarginModeChanged
        {
            Account = request.Account,
            AccountSequence = state.Accounts.NextSequence(account),
            MarketId = request.MarketId,
            AssetId = state.Assets[cash.Asset].Listing.AssetId,
            Margin = state.Positions[slot].Bucket,
            Available = cash.Available,
            Held = cash.Held,
            Owed = cash.Owed,
            Nonce = request.Nonce,
            Mode = request.Mode,
        };
        sink.Append(EventType.MarginModeChanged, in changed);
    }

    private CommandRejectReason? Refusal(in SetMarginMode request)
    {
        if (!state.Accounts.TryFind(in request.Account, out var account))
        {
            return CommandRejectReason.UnknownAccount;
        }

        if (state.Markets.Find(request.MarketId) is not { } market)
        {
            return CommandRejectReason.UnknownMarket;
        }

        var nonce = state.Nonces.Check(state.Accounts[account].Owner, request.Nonce);
        if (nonce != RejectReason.None)
        {
            return nonce == RejectReason.NonceReused
                ? CommandRejectReason.AlreadyApplied
                : CommandRejectReason.InvalidNonce;
        }

        if (market.Terms.MarginMode != MarginMode.Cross
            || request.Mode is not (MarginMode.Cross or MarginMode.Isolated))
        {
            return CommandRejectReason.InvalidParameters;
        }

        return state.Positions.TryFind(account, market.Slot, out var slot)
            ? Refusal(in state.Positions[slot], market, request.Mode)
            : RefusalOfNew(account, market, request.Mode);
    }

    /// <summary>An account may choose before its first order.</summary>
    private CommandRejectReason? RefusalOfNew(int account, Market market, MarginMode mode)
    {
        if (market.HasEnded || mode == MarginMode.Cross)
        {
            return CommandRejectReason.IllegalTransition;
        }

        return state.Positions.HasRoom(account, market.Slot, Side.Buy, 0) && state.Ledger.CanHold(account, market.Asset)
            ? null
            : CommandRejectReason.LimitReached;
    }

    private CommandRejectReason? Refusal(in Position position, Market market, MarginMode mode)
    {
        var hasBalance = state.Ledger.TryFind(position.Account, market.Asset, out var balance);
        Invariant.That(hasBalance, "a position of a cross market has a balance");
        var isInLiquidation = position.InLiquidation || state.Ledger[balance].InLiquidation;
        if (position.Mode == mode
            || market.HasEnded
            || market.Sharing != 0
            || isInLiquidation
            || (position.Lots != 0 && !margins.IsFresh(market)))
        {
            return CommandRejectReason.IllegalTransition;
        }

        if (position.OpenBuyLots != 0 || position.OpenSellLots != 0)
        {
            return CommandRejectReason.HasOpenOrders;
        }

        return HoldsMargin(in position, balance, mode) ? null : CommandRejectReason.InsufficientMargin;
    }

    /// <summary>
    /// The new bucket has its margin, and so has the cross unit without it, or with the position; the last position of
    /// a unit that owes stays, because only a unit answers for a debt (R1).
    /// </summary>
    private bool HoldsMargin(in Position position, int balance, MarginMode mode)
    {
        ref readonly var cash = ref state.Ledger[balance];
        var free = margins.OfCross(balance, in ExtraOrder.None).FreeToTakeOut;
        if (mode == MarginMode.Isolated)
        {
            var leavesDebt = cash.Owed < 0 && cash.CrossPositions == 1;
            return !leavesDebt && (position.Lots == 0 || (free >= 0 && Needed(in position) <= cash.Available));
        }

        var unrealised = margins.Unrealised(in position);
        return free + position.Bucket + Int128.Min(0, unrealised) >= margins.HeldInitial(in position);
    }

    /// <summary>What the bucket of a position gets that becomes isolated.</summary>
    private Int128 Needed(in Position position) =>
        margins.HeldInitial(in position) - Int128.Min(0, margins.Unrealised(in position));
}
