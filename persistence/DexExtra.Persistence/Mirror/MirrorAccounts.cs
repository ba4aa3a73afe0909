using DexExtra.Messages;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Mirror;

/// <summary>
/// Portfolios, profit and loss, and positions as the event log states them (S262–S264): balances and positions are
/// taken over, only what they are worth is computed. A new mark touches whoever has a position there. One thread.
/// </summary>
internal sealed class MirrorAccounts
{
    private const TradeFlags OffTheTape =
        TradeFlags.Liquidation | TradeFlags.Deleveraging | TradeFlags.Block | TradeFlags.Bust;

    private readonly Dictionary<uint, MarketTerms> _markets = [];
    private readonly Dictionary<(AccountId Account, uint AssetId), PortfolioMirror> _portfolios = [];
    private readonly HashSet<PortfolioMirror> _changed = [];
    private readonly HashSet<PositionMirror> _changedPositions = [];
    private long _sequence;
    private long _timeNs;

    public IReadOnlyCollection<PortfolioMirror> All => _portfolios.Values;

    public IReadOnlyCollection<PortfolioMirror> Changed => _changed;

    public IReadOnlyCollection<PositionMirror> ChangedPositions => _changedPositions;

    public void Apply(EventFrame.Item item, in EventFrameHeader frame)
    {
        (_sequence, _timeNs) = (frame.Sequence, frame.TimestampNs);
        switch (item.Type)
        {
            case EventType.MarketCreated:
                Apply(in item.Body<MarketCreated>());
                break;
            case EventType.MarkPriceChanged:
                ref readonly var mark = ref item.Body<MarkPriceChanged>();
                if (_markets.TryGetValue(mark.MarketId, out var marked) && marked.Mark(mark.PriceTicks))
                {
                    Revalue(marked);
                }

                break;
            case EventType.Traded:
                Apply(in item.Body<Traded>());
                break;
            case EventType.PositionSettled:
                Apply(in item.Body<PositionSettled>());
                break;
            default:
                ApplyMoney(item);
                break;
        }
    }

    /// <summary>Everything up to now is in Redis.</summary>
    public void Written()
    {
        _changed.Clear();
        _changedPositions.Clear();
    }

    private void ApplyMoney(EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.OrderAccepted:
                ref readonly var accepted = ref item.Body<OrderAccepted>();
                ref readonly var trader = ref accepted.Request.Order.Account;
                Cash(trader, accepted.AssetId, accepted.Available, accepted.Held, accepted.Owed);
                break;
            case EventType.OrderCancelled:
                ref readonly var cancelled = ref item.Body<OrderCancelled>();
                Cash(cancelled.Account, cancelled.AssetId, cancelled.Available, cancelled.Held, cancelled.Owed);
                break;
            case EventType.OrderReduced:
                ref readonly var reduced = ref item.Body<OrderReduced>();
                Cash(reduced.Account, reduced.AssetId, reduced.Available, reduced.Held, reduced.Owed);
                break;
            case EventType.OrderAmended:
                ref readonly var amended = ref item.Body<OrderAmended>();
                Cash(amended.Account, amended.AssetId, amended.Available, amended.Held, amended.Owed);
                break;
            case EventType.DepositCredited:
                ref readonly var credited = ref item.Body<DepositCredited>();
                Cash(credited.Request.Account, credited.AssetId, credited.Available, credited.Held, credited.Owed);
                break;
            case EventType.WithdrawalChanged:
                ref readonly var moved = ref item.Body<WithdrawalChanged>();
                Cash(moved.Request.Account, moved.Request.AssetId, moved.Available, moved.Held, moved.Owed);
                break;
            default:
                ApplyMargin(item);
                break;
        }
    }

    private void ApplyMargin(EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.ForcedExitChanged:
                ref readonly var exit = ref item.Body<ForcedExitChanged>();
                Cash(exit.Account, exit.AssetId, exit.Available, exit.Held, exit.Owed);
                break;
            case EventType.BalanceChanged:
                ref readonly var balance = ref item.Body<BalanceChanged>();
                Cash(balance.Account, balance.AssetId, balance.Available, balance.Held, balance.Owed);
                if (Position(balance.Account, balance.MarketId) is { Terms.IsFull: false } funded)
                {
                    funded.Margin = balance.Margin;
                }

                break;
            case EventType.MarginModeChanged:
                ref readonly var mode = ref item.Body<MarginModeChanged>();
                Cash(mode.Account, mode.AssetId, mode.Available, mode.Held, mode.Owed);
                if (Position(mode.Account, mode.MarketId) is { } switched)
                {
                    switched.Margin = mode.Margin;
                }

                break;
            case EventType.PositionDebtChanged:
                ref readonly var debt = ref item.Body<PositionDebtChanged>();
                if (Position(debt.Account, debt.MarketId) is { } owing)
                {
                    owing.Debt = debt.Debt;
                }

                break;
            case EventType.PositionRanked:
                ref readonly var ranked = ref item.Body<PositionRanked>();
                Position(ranked.Account, ranked.MarketId)?.Rank(ranked.Quantile);
                break;
            default: // no other event changes money or positions
                break;
        }
    }

    private void Apply(in MarketCreated created)
    {
        ref readonly var request = ref created.Request;
        var terms = new MarketTerms(MarketUnits.Of(in created), request.FloorTicks, request.CapTicks);
        _markets[request.MarketId] = terms;
    }

    private void Apply(in Traded trade)
    {
        Fill(in trade, in trade.Buy);
        Fill(in trade, in trade.Sell);
        if ((trade.Flags & OffTheTape) == 0
            && _markets.TryGetValue(trade.MarketId, out var terms) && terms.Trade(trade.PriceTicks))
        {
            Revalue(terms);
        }
    }

    private void Fill(in Traded trade, in TradeSide side)
    {
        if (Position(side.Account, trade.MarketId) is not { } position)
        {
            return;
        }

        Cash(side.Account, trade.AssetId, side.Available, side.Held, side.Owed);
        position.Hold(side.PositionLots, side.PositionCost);
        position.Margin = position.Terms.IsFull ? 0 : side.Margin;
        Realise(position, side.RealisedPnl, side.Fee);
    }

    /// <summary>M9: paid out, without a fill.</summary>
    private void Apply(in PositionSettled settled)
    {
        if (Position(settled.Account, settled.MarketId) is not { } position)
        {
            return;
        }

        Cash(settled.Account, settled.AssetId, settled.Available, settled.Held, settled.Owed);
        position.Hold(0, 0);
        position.Margin = 0;
        position.Rank(0);
        Realise(position, settled.RealisedPnl - settled.Socialised, settled.Fee);
    }

    private static void Realise(PositionMirror position, Int128 realised, Int128 fee)
    {
        position.Realised += realised;
        position.Fees += fee;
        position.Portfolio.Realise(realised, fee);
    }

    private void Revalue(MarketTerms terms)
    {
        foreach (var position in terms.Open)
        {
            Touch(position);
        }
    }

    private void Cash(AccountId account, uint assetId, Int128 available, Int128 held, Int128 owed)
    {
        var portfolio = Portfolio(account, assetId);
        portfolio.Cash(available, held, owed);
        Touch(portfolio);
    }

    private PortfolioMirror Portfolio(AccountId account, uint assetId)
    {
        if (!_portfolios.TryGetValue((account, assetId), out var portfolio))
        {
            portfolio = new PortfolioMirror(account, assetId);
            _portfolios.Add((account, assetId), portfolio);
        }

        return portfolio;
    }

    /// <summary>The position, touched; null for a market that the log never created (0 = none).</summary>
    private PositionMirror? Position(AccountId account, uint marketId)
    {
        if (!_markets.TryGetValue(marketId, out var terms))
        {
            return null;
        }

        var portfolio = Portfolio(account, terms.AssetId);
        if (!portfolio.Positions.TryGetValue(marketId, out var position))
        {
            position = new PositionMirror(portfolio, marketId, terms);
            portfolio.Positions.Add(marketId, position);
        }

        Touch(position);
        return position;
    }

    private void Touch(PositionMirror position)
    {
        position.Stamp(_sequence, _timeNs);
        _changedPositions.Add(position);
        Touch(position.Portfolio);
    }

    private void Touch(PortfolioMirror portfolio)
    {
        portfolio.Stamp(_sequence, _timeNs);
        _changed.Add(portfolio);
    }
}
