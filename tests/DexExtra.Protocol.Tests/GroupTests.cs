using System.Buffers.Binary;
using DexExtra.Messages;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;

namespace DexExtra.Protocol.Tests;

/// <summary>The repeating group of an order list, exact in our version and longer in later ones.</summary>
public sealed class GroupTests
{
    private const int Dimensions = Frame.HeaderBytes + NewOrderListRequest.SizeBytes;

    private static OrderListLeg[] Legs =>
    [
        new() { ClientOrderId = 11, Order = Examples.Order, Tag = 5 },
        new() { ClientOrderId = 12, Order = Examples.Order with { Nonce = 2 } },
        new() { ClientOrderId = 13, Order = Examples.Order with { Nonce = 3 } },
    ];

    [Fact]
    [Trait("rule", "T15")]
    public void A_written_list_is_read_back_and_signed_once_for_all_legs()
    {
        var frame = Examples.OrderList(Legs);

        Assert.Equal(DecodeResult.Ok, Frame.Decode(frame, out var template));
        Assert.Equal(Template.NewOrderListRequest, template);
        Assert.Equal(3, Group.Count(frame));
        for (var leg = 0; leg < 3; leg++)
        {
            Assert.Equal(Legs[leg], Group.Entry<OrderListLeg>(frame, leg));
        }

        ref readonly var message = ref Frame.Body<NewOrderListRequest>(frame);
        var digest = OrderListHash.Digest(Examples.Domain, ListKind.BracketOco, [.. Legs.Select(leg => leg.Order)]);
        Assert.Equal(ListKind.BracketOco, message.Kind);
        Assert.Equal(
            RejectReason.None, SignatureVerifier.Verify(in digest, Examples.Account.Owner, in message.Signature));
    }

    [Theory]
    [InlineData(0, 0x0F)]
    [InlineData(0, 0x11)]
    [InlineData(1, 0x02)]
    [InlineData(2, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 1)]
    public void Wrong_dimensions_are_a_bad_block_length(int offset, byte value)
    {
        var frame = Examples.OrderList(Legs);
        Assert.Equal(DecodeResult.Ok, Frame.Decode(frame, out _));
        frame[Dimensions + offset] = value;

        Assert.Equal(DecodeResult.BadBlockLength, Frame.Decode(frame, out _));
    }

    [Fact]
    public void A_list_without_its_group_is_a_bad_block_length() =>
        Assert.Equal(DecodeResult.BadBlockLength, Frame.Decode(Examples.Encode(new NewOrderListRequest()), out _));

    [Fact]
    public void A_later_version_may_make_blocks_and_entries_longer()
    {
        var frame = Examples.OrderList(Legs);
        List<byte> longer = [.. frame[..Dimensions], 1, 2, 3, 4, .. frame[Dimensions..(Dimensions + 4)]];
        for (var leg = 0; leg < 3; leg++)
        {
            var start = Dimensions + 4 + (leg * OrderListLeg.SizeBytes);
            longer.AddRange([.. frame[start..(start + OrderListLeg.SizeBytes)], 0xAB, 0xCD]);
        }

        byte[] later = [.. longer, 9];
        BinaryPrimitives.WriteUInt32BigEndian(later, (uint)later.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(later.AsSpan(6), NewOrderListRequest.SizeBytes + 4);
        BinaryPrimitives.WriteUInt16LittleEndian(later.AsSpan(12), Frame.SchemaVersion + 1);
        BinaryPrimitives.WriteUInt16LittleEndian(later.AsSpan(Dimensions + 4), OrderListLeg.SizeBytes + 2);

        Assert.Equal(DecodeResult.Ok, Frame.Decode(later, out _));
        Assert.Equal(Legs[2], Group.Entry<OrderListLeg>(later, 2));
        BinaryPrimitives.WriteUInt16LittleEndian(later.AsSpan(12), Frame.SchemaVersion);
        Assert.Equal(DecodeResult.BadBlockLength, Frame.Decode(later, out _));
    }
}
