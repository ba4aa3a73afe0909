using System.Runtime.CompilerServices;
using DexExtra.Engine.Book;
using DexExtra.Engine.Identity;
using DexExtra.Engine.Risk;

namespace DexExtra.Engine.Tests.Book;

/// <summary>What is packed so that few cache lines are touched stays packed.</summary>
public sealed class LayoutTests
{
    private const int LineBytes = 64;

    [Fact]
    public void Orders_and_records_have_two_cache_lines()
    {
        Assert.Equal(2 * LineBytes, Unsafe.SizeOf<Order>());
        Assert.Equal(2 * LineBytes, Unsafe.SizeOf<OrderRecord>());
    }

    [Fact]
    public void The_book_touches_the_first_line_of_an_order()
    {
        var order = default(Order);
        Assert.Equal(0, Offset(ref order, ref order.OrderId));
        Assert.All(
            new[]
            {
                Offset(ref order, ref order.Stamp), Offset(ref order, ref order.PriceTicks),
                Offset(ref order, ref order.LeavesLots), Offset(ref order, ref order.DisplayedLots),
                Offset(ref order, ref order.Queue), Offset(ref order, ref order.Level),
                Offset(ref order, ref order.Side), Offset(ref order, ref order.Place),
                Offset(ref order, ref order.Traits),
            },
            offset => Assert.InRange(offset, 1, LineBytes - 1));
    }

    [Fact]
    public void An_order_touches_the_first_bytes_of_its_position()
    {
        var position = default(Position);
        Assert.Equal(2 * LineBytes, Position.OrderBytes);
        Assert.All(
            new[]
            {
                Offset(ref position, ref position.Market), Offset(ref position, ref position.Lots),
                Offset(ref position, ref position.OpenSellLots), Offset(ref position, ref position.Buys),
                Offset(ref position, ref position.Sells), Offset(ref position, ref position.ReduceOnlySells),
                Offset(ref position, ref position.Exposure), Offset(ref position, ref position.Mode),
                Offset(ref position, ref position.IsLive), Offset(ref position, ref position.PreviousLive),
            },
            offset => Assert.InRange(offset, 1, Position.OrderBytes - 1));
    }

    private static int Offset<TStruct, TField>(ref TStruct item, ref TField field) => (int)Unsafe.ByteOffset(
        ref Unsafe.As<TStruct, byte>(ref item), ref Unsafe.As<TField, byte>(ref field));
}
