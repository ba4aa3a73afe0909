using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Trades: fees (F1–F4), money by mode (R1, R5), positions (F7), lives (F10), pools.</summary>
public sealed partial class SlowLedger
{
    private const TradeFlags OffMarket =
        TradeFlags.Liquidation | TradeFlags.Deleveraging | TradeFlags.Block | TradeFlags.Bust;

    private const long LiquidationBit = 1L << 62;

    private readonly List<(SlowPosition Position, PositionClosed Closed)> _closed = [];

    private void OnTraded(in Traded trade)
    {
        Expect("match id", (Int128)LastMatch + 1, trade.MatchId);
        LastMatch = trade.MatchId;
        var market = Touch(Market(trade.MarketId));
        var bought = Party(market, in trade, in trade.Buy, Side.Buy);
        var sold = Party(market, in trade, in trade.Sell, Side.Sell);
        That(trade.Buy.Account.Owner != trade.Sell.Account.Owner || (trade.Flags & (TradeFlags.Deleveraging | TradeFlags.Bust)) != 0,
            "an owner trades with himself (S1)", bought.Wallet);
        That(trade.PriceTicks >= market.Terms.FloorTicks && trade.PriceTicks <= market.Terms.CapTicks,
            "a trade outside floor and cap (B1)");
        ExpectVenueTrade(in trade, bought.IsLiquidated ? bought : sold, bought.IsLiquidated ? sold : bought);
        var isBust = (trade.Flags & TradeFlags.Bust) != 0;
        if (isBust)
        {
            BeginBust(in trade, bought, sold);
        }
        else
        {
            Reckon(in trade, market, bought, sold);
        }

        if (sold.PassedFee > 0)
        {
            bought.Wallet.PayIn(sold.PassedFee);
        }
        else if (bought.PassedFee > 0)
        {
            sold.Wallet.PayIn(bought.PassedFee);
        }

        Fill(bought, in trade);
        Fill(sold, in trade);
        Compare(bought, in trade.Buy);
        Compare(sold, in trade.Sell);
        NoteReview(bought.Position);
        NoteReview(sold.Position);
        if (isBust)
        {
            ExpectCarried(bought);
            ExpectCarried(sold);
        }

        Expect("pool", market.Pool, trade.Pool);
        ExpectPool(market);
        Remember(in trade);
        if ((trade.Flags & OffMarket) == 0)
        {
            market.LastTicks = trade.PriceTicks;
        }
    }

    private SlowParty Party(SlowMarket market, in Traded trade, in TradeSide side, Side direction)
    {
        var isVenue = (trade.Flags & (TradeFlags.Bust | TradeFlags.Deleveraging)) != 0
            || (side.OrderId & LiquidationBit) != 0;
        var wallet = Touch(in side.Account, trade.AssetId);
        var position = Position(wallet, market);
        var order = isVenue ? null : Order(side.OrderId);
        That(order is null || (order.Position == position && order.Side == direction), "a fill of another's order", wallet);
        var isLiquidated = isVenue && (side.OrderId & LiquidationBit) != 0;
        return new SlowParty(position, order, direction)
        {
            IsLiquidated = isLiquidated,
            End = !isVenue ? PositionEnd.Trade
                : (trade.Flags & TradeFlags.Bust) != 0 ? PositionEnd.Bust
                : isLiquidated ? PositionEnd.Liquidation
                : PositionEnd.Deleveraging,
        };
    }

    /// <summary>F11: nobody is bankrupt because a trade was taken back.</summary>
    private void ExpectCarried(SlowParty party) => That(
        party.Position.Mode != MarginMode.Cross || SlowMargin.OfCross(party.Wallet, _nowNs).Equity >= 0,
        "a bust leaves less than nothing (F11)", party.Wallet);

    /// <summary>L3–L5, U3: before it moves anything.</summary>
    private void ExpectVenueTrade(in Traded trade, SlowParty liquidated, SlowParty other)
    {
        if ((trade.Flags & TradeFlags.Liquidation) != 0)
        {
            CountLiquidated(StepOf(liquidated.Position), trade.PriceTicks);
        }
        else if ((trade.Flags & TradeFlags.Deleveraging) != 0)
        {
            ExpectDeleveraged(liquidated, other, in trade);
        }
        else if ((trade.Flags & TradeFlags.Block) != 0)
        {
            var least = other.Position.Market.Risk.MinBlockLots;
            That(least > 0 && trade.QuantityLots >= least, "a block that is too small (U3)", other.Wallet);
        }
    }

    /// <summary>F1–F4: what both pay, by the tiers that their volumes give them.</summary>
    private void Reckon(in Traded trade, SlowMarket market, SlowParty bought, SlowParty sold)
    {
        if ((trade.Flags & TradeFlags.Deleveraging) != 0)
        {
            return;
        }

        BeginDay(bought);
        BeginDay(sold);
        if ((trade.Flags & OffMarket) == 0)
        {
            var volume = (System.Numerics.BigInteger)trade.QuantityLots * market.RangeValue / FixedPoint.One;
            Owner(bought.Wallet.Account.Owner).Add(NowSeconds / SecondsPerDay, volume);
            Owner(sold.Wallet.Account.Owner).Add(NowSeconds / SecondsPerDay, volume);
        }

        var (price, lots) = (trade.PriceTicks, trade.QuantityLots);
        if ((trade.Flags & TradeFlags.Auction) != 0)
        {
            var isFree = market.Auction == AuctionKind.Opening
                && market.Rules.Flags.HasFlag(TradingFlags.OpeningAuctionFree);
            bought.Fee = sold.Fee = isFree ? 0 : SlowFees.Auction(market, price, lots);
            return;
        }

        if ((trade.Flags & TradeFlags.Block) != 0)
        {
            bought.Fee = Discounted(bought, SlowFees.Taker(market, price, lots), isTaker: true);
            sold.Fee = Discounted(sold, SlowFees.Taker(market, price, lots), isTaker: true);
            return;
        }

        var (taker, maker) = trade.Aggressor == Side.Buy ? (bought, sold) : (sold, bought);
        taker.Fee = taker.Order is null ? 0 : Discounted(taker, SlowFees.Taker(market, price, lots), isTaker: true);
        maker.Fee = Discounted(maker, SlowFees.Maker(market, price, lots), isTaker: false);
        maker.Fee = Int128.Max(maker.Fee, -taker.Fee);
        taker.PassedFee = Int128.Max(0, -maker.Fee);
    }

    /// <summary>Position, money, life and order of one side.</summary>
    private void Fill(SlowParty party, in Traded trade)
    {
        var position = party.Position;
        var market = position.Market;
        var lots = trade.QuantityLots;
        var signed = party.Side == Side.Buy ? lots : -lots;
        party.SizeBefore = Math.Abs(position.Lots);
        var isOpposite = position.Lots != 0 && position.Lots > 0 != signed > 0;
        party.ClosedLots = isOpposite ? Math.Min(lots, party.SizeBefore) : 0;
        party.OpenedLots = lots - party.ClosedLots;
        That(party.Order is not { IsReduceOnly: true } || party.OpenedLots == 0, "a reduce-only order opens (I-RO-1)", party.Wallet);
        TakePart(party, in trade);
        MovePosition(party, signed, trade.PriceTicks);
        party.CashDelta = position.Mode switch
        {
            MarginMode.Full => MoveFull(party, trade.PriceTicks),
            MarginMode.Cross => MoveCross(party),
            _ when party.End == PositionEnd.Bust => MoveBustIsolated(party),
            _ => MoveIsolated(party),
        };
        market.Asset.Fees += party.Fee > 0 ? party.Fee - party.PassedFee : 0;
        position.FeesPaid += party.Fee;
        party.Wallet.Explained += party.Realised - party.Fee;
        party.Wallet.CountResult(Today, party.Realised - party.Fee);
        NoteGain(party, in trade);
        CountLife(party, in trade);
        if (party.Order is { } order)
        {
            CountOrder(order, lots, trade.PriceTicks);
        }
    }

    private void TakePart(SlowParty party, in Traded trade)
    {
        if (party.Order is not { } order)
        {
            return;
        }

        var perLot = order.HasBudget
            ? BudgetPerLot(party.Position.Market, party.Side, trade.PriceTicks)
            : order.HoldPerLot;
        party.Part = perLot * trade.QuantityLots;
        order.Hold -= party.Part;
        That(order.Hold >= 0 && party.Part >= 0, "an order gives more than it holds", party.Wallet);
        party.Wallet.Held -= party.Part;
    }

    /// <summary>F7: closing lots take their part of the cost toward zero, the last of them all of it.</summary>
    private static void MovePosition(SlowParty party, long signed, long priceTicks)
    {
        var position = party.Position;
        var market = position.Market;
        var sign = Math.Sign(signed);
        var value = (Int128)priceTicks * market.TickValue;
        var before = (position.Lots, position.Cost);
        if (party.ClosedLots > 0)
        {
            var released = Ratio.TowardZero(position.Cost, party.ClosedLots, party.SizeBefore);
            party.Realised = -(sign * party.ClosedLots * value) - released;
            position.Cost -= released;
        }

        position.Cost += sign * party.OpenedLots * value;
        position.Lots += signed;
        position.Flow -= signed * value;
        position.Realised += party.Realised;
        Count(market, before.Lots, before.Cost, position);
    }

    private static void Count(SlowMarket market, long lotsBefore, Int128 costBefore, SlowPosition position)
    {
        market.LongLots += Math.Max(0, position.Lots) - Math.Max(0, lotsBefore);
        market.ShortLots += Math.Max(0, -position.Lots) - Math.Max(0, -lotsBefore);
        market.Cost += position.Cost - costBefore;
    }

    private Int128 MoveFull(SlowParty party, long priceTicks)
    {
        var market = party.Position.Market;
        var perLot = market.OpeningCost(party.Side, priceTicks);
        var paid = party.OpenedLots * perLot;
        var received = party.ClosedLots * (market.RangeValue - perLot);
        market.Pool += paid - received;
        var left = party.Part - paid - Int128.Max(0, party.Fee);
        if (party.Order is null)
        {
            var refund = _refunds.Where(item => item.Wallet == party.Wallet).Aggregate(Int128.Zero, (sum, item) => sum + item.Amount);
            That(paid - received <= refund || IsFree(party.Wallet, paid - received), "a bust takes what is not free (F11)", party.Wallet);
            party.Wallet.PayIn(received);
            That(party.Wallet.Available >= paid, "a FULL account cannot pay a bust", party.Wallet);
            party.Wallet.Available -= paid;
            return received - paid;
        }

        That(left >= 0, "a hold does not cover cost and fee (R1, F6)", party.Wallet);
        party.Wallet.PayIn(left);
        party.Wallet.PayIn(received);
        return received - paid;
    }

    private Int128 MoveCross(SlowParty party)
    {
        var left = party.Part - Int128.Max(0, party.Fee);
        That(left >= 0, "a hold does not cover the fee (F6)", party.Wallet);
        party.Wallet.PayIn(left);
        Settle(party.Wallet, party.Realised);
        party.Position.Market.Pool -= party.Realised;
        return party.Realised;
    }

    private static void Settle(SlowWallet wallet, Int128 amount)
    {
        if (amount >= 0)
        {
            wallet.PayIn(amount);
        }
        else
        {
            wallet.Charge(-amount);
        }
    }

    /// <summary>
    /// R5: the closed part of the bucket is released; a loss takes from it, from the rest of the bucket, from the hold;
    /// then the position owes. The opening part's margin goes from the hold into the bucket.
    /// </summary>
    private Int128 MoveIsolated(SlowParty party)
    {
        var position = party.Position;
        var wallet = party.Wallet;
        var left = party.Part - Int128.Max(0, party.Fee);
        That(left >= 0, "a hold does not cover the fee (F6)", wallet);
        var missing = CloseIsolated(party, ref left);
        if (party.OpenedLots > 0 && party.Order is not null)
        {
            var lots = party.OpenedLots + party.ClosedLots;
            var fee = party.OpenedLots * SlowFees.WorstPerLot(position.Market.Terms, position.Market.TickValue);
            var margin = Int128.Max(0, Ratio.Down(party.Part, party.OpenedLots, lots) - fee);
            margin = Int128.Min(margin, left);
            position.Bucket += margin;
            left -= margin;
        }

        wallet.PayIn(left);
        return party.Realised + missing;
    }

    /// <summary>Returns what nobody paid.</summary>
    private static Int128 CloseIsolated(SlowParty party, ref Int128 left)
    {
        if (party.ClosedLots == 0)
        {
            return 0;
        }

        var position = party.Position;
        position.Market.Pool -= party.Realised;
        var released = party.IsLiquidated ? 0 : Ratio.Down(position.Bucket, party.ClosedLots, party.SizeBefore);
        if (party.Realised >= 0)
        {
            var repaid = Int128.Min(party.Realised, -position.Debt);
            position.Debt += repaid;
            position.Bucket += party.IsLiquidated ? party.Realised - repaid : -released;
            party.Wallet.PayIn(party.IsLiquidated ? 0 : released + party.Realised - repaid);
            return 0;
        }

        var loss = -party.Realised;
        var fromBucket = Int128.Min(loss, position.Bucket);
        var back = Int128.Max(0, released - fromBucket);
        position.Bucket -= fromBucket + back;
        party.Wallet.PayIn(back);
        var fromHold = Int128.Min(loss - fromBucket, left);
        left -= fromHold;
        var missing = loss - fromBucket - fromHold;
        position.Debt -= missing;
        return missing;
    }

    /// <summary>
    /// F11: what closing costs beyond the bucket comes from the account; where lots open, the bucket is filled up to what
    /// the position needs.
    /// </summary>
    private Int128 MoveBustIsolated(SlowParty party)
    {
        var (position, wallet) = (party.Position, party.Wallet);
        var cover = Int128.Max(0, -party.Realised - position.Bucket);
        That(wallet.Available >= cover, "an account cannot pay a bust", wallet);
        wallet.Available -= cover;
        position.Bucket += cover;
        Int128 left = 0;
        var missing = CloseIsolated(party, ref left);
        var more = party.OpenedLots == 0 ? 0 : Int128.Max(0, BucketNeeded(position) - position.Bucket);
        more = Int128.Min(more, wallet.Available);
        wallet.Available -= more;
        position.Bucket += more;
        return party.Realised + missing;
    }

    /// <summary>IM of the lots and what they have lost (R5).</summary>
    private Int128 BucketNeeded(SlowPosition position)
    {
        if (position.Lots == 0)
        {
            return 0;
        }

        var lost = position.Market.MarginPrice is { } price ? Int128.Min(0, position.UnrealisedAt(price)) : 0;
        return SlowMargin.HeldInitial(position, NowSeconds) - lost;
    }

    private static void CountOrder(SlowOrder order, long lots, long priceTicks)
    {
        CountLeaves(order, -lots);
        order.Leaves -= lots;
        order.EntryLeaves = 0;
        order.CumulativeLots += lots;
        order.CumulativeTickLots += (Int128)lots * priceTicks;
    }

    private void Compare(SlowParty party, in TradeSide side)
    {
        var (wallet, position) = (party.Wallet, party.Position);
        Expect("fee", party.Fee, side.Fee, wallet);
        Expect("position", position.Lots, side.PositionLots, wallet);
        Expect("cost", position.Cost, side.PositionCost, wallet);
        Expect("realised", party.Realised, side.RealisedPnl, wallet);
        Expect("cash delta", party.CashDelta, side.CashDelta, wallet);
        Expect("bucket", position.Bucket, side.Margin, wallet);
        ExpectBalances(wallet, side.Available, side.Held, side.Owed);
        if (party.Order is not { } order)
        {
            return;
        }

        Expect("leaves", order.Leaves, side.LeavesLots, wallet);
        Expect("cumulative lots", order.CumulativeLots, side.CumulativeLots, wallet);
        Expect("Σ ticks × lots", order.CumulativeTickLots, side.CumulativeTickLots, wallet);
        if (order.Leaves == 0)
        {
            Expect("hold of a filled order", 0, order.Hold, wallet);
            Forget(order);
        }
    }
}
