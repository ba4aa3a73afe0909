using DexExtra.Messages;
using DexExtra.Persistence.Mirror;
using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Mirror;

/// <summary>The mirrored last trade is that of the book (L4, U3, F11), and no event of money disturbs the mirror.</summary>
public sealed class LastTradeTests
{
    private readonly MirrorBooks _books = new();
    private long _sequence;

    [Theory]
    [InlineData(TradeFlags.None, 60)]
    [InlineData(TradeFlags.Auction, 60)]
    [InlineData(TradeFlags.Liquidation, 50)]
    [InlineData(TradeFlags.Deleveraging, 50)]
    [InlineData(TradeFlags.Block, 50)]
    [InlineData(TradeFlags.Bust, 50)]
    public void Only_trades_of_the_book_are_a_last_trade(TradeFlags flags, long expected)
    {
        Trade(TradeFlags.None, 50);
        Trade(flags, 60);
        var fields = _books.Markets.Single().Parts[MirrorKeys.Trade];
        Assert.Equal(expected, (long)fields.Single(field => field.Name == MirrorKeys.PriceTicks).Value);
    }

    [Fact]
    public void Every_event_of_money_is_passed_over()
    {
        Trade(TradeFlags.None, 50);
        _books.Written();
        foreach (var type in Enum.GetValues<EventType>().Where(type => type >= EventType.BalanceChanged))
        {
            Apply(type, default(Blank));
        }

        Assert.Empty(_books.Changed);
        Assert.Equal(_sequence, _books.Sequence);
    }

    private void Trade(TradeFlags flags, long ticks) => Apply(EventType.Traded, new Traded
    {
        MarketId = 1,
        Aggressor = flags is TradeFlags.None or TradeFlags.Liquidation ? Side.Buy : default,
        AuctionId = flags == TradeFlags.Auction ? 1UL : 0,
        Flags = flags,
        PriceTicks = ticks,
    });

    private void Apply<TBody>(EventType type, TBody body)
        where TBody : unmanaged => _books.Apply(++_sequence, Workspace.Frame(_sequence, type, body));

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Size = 640)]
    private struct Blank;
}
