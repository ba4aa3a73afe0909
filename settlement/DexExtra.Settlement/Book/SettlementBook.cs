using System.Diagnostics.CodeAnalysis;
using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>
/// What settlement must know of the venue, folded from the event log in sequence order: tokens, markets, signed orders
/// that can still trade, matches that are not terminal, and how far the engine has taken deposits. Nothing here is
/// stored: it is rebuilt from the log at each start. One thread.
/// </summary>
internal sealed class SettlementBook
{
    private const TradeFlags Unsigned =
        TradeFlags.Liquidation | TradeFlags.Deleveraging | TradeFlags.Bust;

    private const long FirstLiquidationId = 1L << 62;

    private readonly Dictionary<uint, Address> _tokens = [];
    private readonly Dictionary<uint, MarketTerms> _markets = [];
    private readonly OpenOrders _orders;
    private CommandRejected? _refusal;

    private readonly uint _sourceId;
    private readonly ulong _chainId;

    /// <param name="sourceId">Of this process's own commands.</param>
    /// <param name="chainId">Whose deposits count.</param>
    public SettlementBook(uint sourceId, ulong chainId)
    {
        (_sourceId, _chainId) = (sourceId, chainId);
        _orders = new OpenOrders(SessionKeys);
    }

    /// <summary>Last record applied.</summary>
    public long Sequence { get; private set; }

    /// <summary>Everything up to this record is settled for good: that of the oldest open match is behind it.</summary>
    public long SettledThrough => Matches.Find(Matches.First) is { } oldest ? oldest.Sequence - 1 : Sequence;

    public MatchWindow Matches { get; } = new();

    public SessionKeyBook SessionKeys { get; } = new();

    public WithdrawalBook Withdrawals { get; } = new();

    public TokenMoney Money { get; } = new();

    public EndedMarkets Ended { get; } = new();

    public FailedMatches Failed { get; } = new();

    public FundBook Funds { get; } = new();

    public AccountMoney Accounts { get; } = new();

    public OracleBook Oracle { get; } = new();

    public OwnerBook Owners { get; } = new();

    public IReadOnlyDictionary<uint, MarketTerms> Markets => _markets;

    public int OpenOrders => _orders.Count;

    /// <summary>Newest deposit of this chain that the engine has credited.</summary>
    public ulong LastDepositId { get; private set; }

    /// <summary>Block of that deposit: the next one is not before it.</summary>
    public ulong LastDepositBlock { get; private set; }

    /// <summary>Block of the newest match before the window: no match inside settled earlier, as settlement is in
    /// order.</summary>
    public ulong LastTerminalBlock { get; private set; }

    /// <summary>Newest block that the log knows to be final.</summary>
    public ulong NewestFinalBlock { get; private set; }

    /// <summary>Newest match that ever went beyond QUEUED; 0 when none did.</summary>
    public ulong LastSubmitted { get; private set; }

    /// <summary>Whether the engine and the chain may have different positions of a market (X4).</summary>
    public bool IsUnsettled(uint marketId) => Failed.HasMarket(marketId) || Matches.HasMarket(marketId);

    /// <summary>Applies one event log payload.</summary>
    /// <exception cref="InvalidOperationException">The log contradicts itself.</exception>
    public void Apply(ReadOnlySpan<byte> payload, long nowMs)
    {
        var frame = new EventFrame(payload);
        ref readonly var header = ref frame.Header;
        foreach (var item in frame)
        {
            Apply(in header, item, nowMs);
        }

        _orders.EndFrame();
        SessionKeys.EndFrame(header.TimestampNs);
        Sequence = header.Sequence;
    }

    /// <summary>Hands out and forgets the engine's newest refusal of one of this process's own commands.</summary>
    public bool TakeRefusal([NotNullWhen(true)] out CommandRejected? refusal)
    {
        refusal = _refusal;
        _refusal = null;
        return refusal is not null;
    }

    private void Apply(in EventFrameHeader header, EventFrame.Item item, long nowMs)
    {
        switch (item.Type)
        {
            case EventType.AssetListed:
                ref readonly var asset = ref item.Body<ListAsset>();
                _tokens[asset.AssetId] = asset.Token;
                Money.List(asset.Token);
                break;
            case EventType.MarketCreated:
                ref readonly var market = ref item.Body<MarketCreated>().Request;
                _markets[market.MarketId] = MarketTerms.From(in market, _tokens[market.AssetId]);
                break;
            case EventType.Traded:
                Append(in item.Body<Traded>(), nowMs);
                break;
            case EventType.SettlementChanged:
                Confirm(in item.Body<SettlementUpdate>());
                break;
            case EventType.DepositCredited:
                Credit(in item.Body<DepositCredited>().Request);
                break;
            case EventType.CommandRejected when header.SourceId == _sourceId:
                _refusal = item.Body<CommandRejected>();
                Failed.Refuse(item.Body<CommandRejected>());
                Oracle.Refuse(item.Body<CommandRejected>());
                Owners.Refuse(in item.Body<CommandRejected>());
                break;
            default:
                Apply(item, header.TimestampNs);
                break;
        }
    }

    private void Apply(EventFrame.Item item, long timestampNs)
    {
        switch (item.Type)
        {
            case EventType.OrderAccepted:
                _orders.Accept(in item.Body<OrderAccepted>());
                break;
            case EventType.OrderReplaced:
                _orders.Replace(in item.Body<OrderReplaced>());
                break;
            case EventType.OrderReduced:
                _orders.Reduce(in item.Body<OrderReduced>());
                break;
            case EventType.OrderCancelled:
                _orders.Cancel(item.Body<OrderCancelled>().OrderId);
                break;
            case EventType.SessionKeyChanged:
                SessionKeys.Apply(in item.Body<SessionKeyChanged>(), timestampNs);
                break;
            case EventType.PositionSettled when SettlesByTrade(item.Body<PositionSettled>().MarketId):
                ref readonly var paid = ref item.Body<PositionSettled>();
                Ended.Apply(in paid);
                Accounts.Add(in paid.Account, _markets[paid.MarketId].Token, paid.CashDelta);
                break;
            case EventType.BalanceChanged when item.Body<BalanceChanged>().Amount != 0:
                ref readonly var moved = ref item.Body<BalanceChanged>();
                Accounts.Add(in moved.Account, _tokens[moved.AssetId], moved.Amount);
                Funds.Apply(in moved, _tokens[moved.AssetId], Matches.Last);
                break;
            case EventType.MarketSettled when SettlesByTrade(item.Body<MarketSettled>().MarketId):
                ref readonly var settled = ref item.Body<MarketSettled>();
                Ended.Apply(in settled, _markets[settled.MarketId].TickSize, Matches.Last);
                Oracle.End(settled.MarketId);
                break;
            case EventType.ResultChanged:
                Oracle.Apply(in item.Body<ResultChanged>().Update);
                break;
            case EventType.OwnerActionTaken when item.Body<OwnerActionTaken>().Request.ChainId == _chainId:
                Follow(in item.Body<OwnerActionTaken>().Request);
                break;
            case EventType.WithdrawalChanged:
                Pay(in item.Body<WithdrawalChanged>(), timestampNs);
                break;
            default:
                // answers, prices, states, levels, margin, funds and payouts do not concern settlement by trade
                break;
        }
    }

    private void Append(in Traded trade, long nowMs)
    {
        var market = _markets[trade.MarketId];
        var (buy, sell) = (OrderOf(in trade.Buy), OrderOf(in trade.Sell));
        MarkUsed(buy);
        MarkUsed(sell);
        Matches.Append(new MatchEntry
        {
            MatchId = trade.MatchId,
            MarketId = trade.MarketId,
            Sequence = Sequence + 1,
            TimeNs = trade.MatchedNs,
            Price = trade.PriceTicks * market.TickSize,
            Quantity = trade.QuantityLots * market.LotSize,
            SettlesByTrade = market.SettlesByTrade && (trade.Flags & Unsigned) == 0
                && trade.Buy.Fee >= 0 && trade.Sell.Fee >= 0,
            IsVoid = trade.BustedMatchId != 0 && Failed.TakeBack(trade.BustedMatchId),
            Buy = buy,
            Sell = sell,
            BuyCash = CashFlow.Of(in trade.Buy),
            SellCash = CashFlow.Of(in trade.Sell),
            BuyFee = trade.Buy.Fee,
            SellFee = trade.Sell.Fee,
            SeenAtMs = nowMs,
        });
        Accounts.Add(in trade.Buy.Account, market.Token, trade.Buy.CashDelta - trade.Buy.Fee);
        Accounts.Add(in trade.Sell.Account, market.Token, trade.Sell.CashDelta - trade.Sell.Fee);
        _orders.Fill(in trade.Buy);
        _orders.Fill(in trade.Sell);
    }

    private bool SettlesByTrade(uint marketId) => _markets.GetValueOrDefault(marketId) is { SettlesByTrade: true };

    private static void MarkUsed(OrderRecord? order)
    {
        if (order?.Key is { } key)
        {
            key.IsUsed = true;
        }
    }

    /// <summary>Sides that are deleveraged, busted (0) or liquidated (bit 62) have no signed order.</summary>
    private OrderRecord? OrderOf(in TradeSide side) =>
        side.OrderId is 0 or >= FirstLiquidationId ? null : _orders[side.OrderId];

    private void Confirm(in SettlementUpdate update)
    {
        for (var matchId = update.FirstMatchId; matchId <= update.LastMatchId; matchId++)
        {
            if (Matches.Find(matchId) is not { } entry)
            {
                continue;
            }

            entry.Confirmed = update.State;
            entry.Attempt = Math.Max(entry.Attempt, update.Attempt);
            entry.Reported = entry.Reported == update.State ? null : entry.Reported;
            entry.BlockNumber = update.BlockNumber;
            if (update.State == SettlementState.Failed)
            {
                Failed.Add(entry, update.FailureCode);
            }
        }

        LastSubmitted = update.State == SettlementState.Queued
            ? LastSubmitted
            : Math.Max(LastSubmitted, update.LastMatchId);
        LastTerminalBlock = Matches.DropTerminal()?.BlockNumber ?? LastTerminalBlock;
        NewestFinalBlock = Math.Max(NewestFinalBlock, LastTerminalBlock);
    }

    private void Credit(in Deposit deposit)
    {
        if (deposit.ChainId == _chainId)
        {
            LastDepositId = deposit.DepositId;
            LastDepositBlock = deposit.BlockNumber;
            NewestFinalBlock = Math.Max(NewestFinalBlock, deposit.BlockNumber);
            Money.Add(deposit.Token, deposit.Amount);
            Accounts.Add(in deposit.Account, deposit.Token, deposit.Amount);
        }
    }

    private void Follow(in OwnerAction action)
    {
        Owners.Apply(in action);
        NewestFinalBlock = Math.Max(NewestFinalBlock, action.BlockNumber);
        if (action.Kind == OwnerActionKind.ExitPaid)
        {
            Money.Add(action.Token, -action.Amount);
            Accounts.Add(in action.Account, action.Token, -action.Amount);
        }
    }

    private void Pay(in WithdrawalChanged changed, long timestampNs)
    {
        var token = _tokens[changed.Request.AssetId];
        if (!Withdrawals.Apply(in changed, token, Matches.Last, NewestFinalBlock, timestampNs))
        {
            return;
        }

        Money.Add(token, -changed.Request.Amount);
        Accounts.Add(in changed.Request.Account, token, -changed.Request.Amount);
        NewestFinalBlock = Math.Max(NewestFinalBlock, changed.ChainId == _chainId ? changed.BlockNumber : 0);
    }
}
