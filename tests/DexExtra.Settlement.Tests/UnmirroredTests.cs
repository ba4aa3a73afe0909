using DexExtra.Messages;
using DexExtra.Settlement.Book;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// What the per-trade contract cannot mirror (docs/money.md §2): it is taken in like any match, never crashes the
/// book, and never counts as something that settles by trade.
/// </summary>
public sealed class UnmirroredTests
{
    private readonly SettlementBook _book = new(100, 31_337);
    private long _sequence;
    private ulong _matchId;

    public UnmirroredTests()
    {
        Apply(EventType.AssetListed, new ListAsset { AssetId = 1 });
        Create(1, default);
        Create(2, new CreateMarket { MarginMode = MarginMode.Cross });
        Create(3, new CreateMarket { MakerFeePerLot = -1 });
        Create(4, new CreateMarket { MakerFeeRate = -1 });
        Accept(8);
        Accept(9);
    }

    [Theory]
    [InlineData(1, TradeFlags.None, 8, 9, 0, true)]
    [InlineData(1, TradeFlags.Auction, 8, 9, 0, true)]
    [InlineData(1, TradeFlags.Block, 8, 9, 0, true)]
    [InlineData(1, TradeFlags.None, 8, 9, -1, false)]
    [InlineData(2, TradeFlags.None, 8, 9, 0, false)]
    [InlineData(3, TradeFlags.None, 8, 9, 0, false)]
    [InlineData(4, TradeFlags.None, 8, 9, 0, false)]
    [InlineData(1, TradeFlags.Liquidation, 8, 1L << 62, 0, false)]
    [InlineData(1, TradeFlags.Deleveraging, 0, 1L << 62, 0, false)]
    [InlineData(1, TradeFlags.Bust, 0, 0, 0, false)]
    public void Only_two_signed_orders_of_a_full_market_settle_by_trade(
        uint market, TradeFlags flags, long buy, long sell, long fee, bool expected)
    {
        Trade(market, flags, buy, sell, fee);
        var entry = _book.Matches.Find(1)!;
        Assert.Equal(expected, entry.SettlesByTrade);
        Assert.Equal((buy is 8, sell is 9), (entry.Buy is not null, entry.Sell is not null));
    }

    [Fact]
    public void Only_full_markets_without_rebates_are_registered() => Assert.Equal(
        [1U], _book.Markets.Values.Where(market => market.SettlesByTrade).Select(market => market.MarketId));

    [Fact]
    public void Every_event_of_money_that_is_not_followed_is_tolerated()
    {
        foreach (var type in Enum.GetValues<EventType>()
            .Where(static type => type is >= EventType.BalanceChanged and not EventType.WithdrawalChanged))
        {
            Apply(type, default(Blank));
        }

        Assert.Equal(_sequence, _book.Sequence);
    }

    private void Create(uint id, CreateMarket terms) => Apply(EventType.MarketCreated, new MarketCreated
    {
        Request = terms with { MarketId = id, AssetId = 1, TickSize = 1, LotSize = 1, CapTicks = 100 },
    });

    private void Accept(long orderId) => Apply(EventType.OrderAccepted, new OrderAccepted { OrderId = orderId });

    private void Trade(uint market, TradeFlags flags, long buy, long sell, long fee) => Apply(EventType.Traded, new Traded
    {
        MatchId = ++_matchId,
        MarketId = market,
        Flags = flags,
        PriceTicks = 5,
        QuantityLots = 1,
        Buy = new TradeSide { OrderId = buy, LeavesLots = 1, Fee = fee },
        Sell = new TradeSide { OrderId = sell, LeavesLots = 1 },
    });

    private void Apply<TBody>(EventType type, TBody body)
        where TBody : unmanaged
    {
        var frame = new EventFrameWriter(new byte[4096]);
        frame.Begin(new CommandHeader { Sequence = ++_sequence, TimestampNs = _sequence });
        frame.Append(type, in body);
        frame.End();
        _book.Apply(frame.Frame, 0);
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Size = 640)]
    private struct Blank;
}
