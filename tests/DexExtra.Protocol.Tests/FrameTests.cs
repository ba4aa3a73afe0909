using System.Buffers.Binary;
using DexExtra.Messages;
using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;

namespace DexExtra.Protocol.Tests;

public sealed class FrameTests
{
    [Fact]
    public void A_written_message_is_read_back_in_place()
    {
        var frame = Examples.NewOrder(7);
        Assert.Equal(DecodeResult.Ok, Frame.Decode(frame, out var template));
        Assert.Equal(Template.NewOrderSingle, template);
        ref readonly var order = ref Frame.Body<NewOrderSingle>(frame);
        Assert.Equal(7UL, order.ClientOrderId);
        Assert.Equal(Examples.Order, order.Order);
        Assert.Equal(Examples.Domain.ChainId, order.ChainId);
    }

    [Fact]
    public void The_longest_message_fits_the_frame_limit()
    {
        Assert.All(Enum.GetValues<Template>(), template => Assert.InRange(
            Frame.HeaderBytes + Templates.BlockLengthOf(template)
                + (Templates.MaxEntriesOf(template) * Templates.EntryLengthOf(template))
                + (Templates.EntryLengthOf(template) == 0 ? 0 : Group.DimensionBytes),
            0,
            WireLimits.MaxFrameBytes));
    }

    [Theory]
    [InlineData(0, 1, DecodeResult.BadFraming)]
    [InlineData(3, 1, DecodeResult.BadFraming)]
    [InlineData(4, 0x5B, DecodeResult.BadFraming)]
    [InlineData(5, 0xE0, DecodeResult.BadFraming)]
    [InlineData(6, 95, DecodeResult.BadBlockLength)]
    [InlineData(6, 97, DecodeResult.BadBlockLength)]
    [InlineData(7, 2, DecodeResult.BadBlockLength)]
    [InlineData(8, 0, DecodeResult.UnknownTemplate)]
    [InlineData(8, 99, DecodeResult.UnknownTemplate)]
    [InlineData(9, 1, DecodeResult.UnknownTemplate)]
    [InlineData(8, 21, DecodeResult.BadBlockLength)]
    [InlineData(10, 2, DecodeResult.WrongSchema)]
    [InlineData(11, 1, DecodeResult.WrongSchema)]
    [InlineData(12, 0, DecodeResult.UnsupportedVersion)]
    [InlineData(12, 1, DecodeResult.UnsupportedVersion)]
    [InlineData(12, 3, DecodeResult.Ok)]
    [InlineData(Frame.HeaderBytes + 39, 1, DecodeResult.ReservedNotZero)]
    [InlineData(Frame.HeaderBytes + 259, 1, DecodeResult.ReservedNotZero)]
    [InlineData(Frame.HeaderBytes + 263, 128, DecodeResult.ReservedNotZero)]
    [InlineData(Frame.HeaderBytes + 343, 128, DecodeResult.ReservedNotZero)]
    [InlineData(Frame.HeaderBytes + 351, 128, DecodeResult.ReservedNotZero)]
    public void One_wrong_header_byte_has_one_verdict(int offset, byte value, DecodeResult expected)
    {
        var frame = Examples.NewOrder(7);
        frame[offset] = value;
        Assert.Equal(expected, Frame.Decode(frame, out var template));
        Assert.Equal(expected == DecodeResult.Ok ? Template.NewOrderSingle : Template.None, template);
    }

    [Fact]
    public void Every_other_length_of_the_bytes_is_bad_framing()
    {
        var frame = Examples.NewOrder(7);
        for (var length = 0; length < frame.Length; length++)
        {
            Assert.Equal(DecodeResult.BadFraming, Frame.Decode(frame.AsSpan(0, length), out _));
        }

        Assert.Equal(DecodeResult.BadFraming, Frame.Decode([.. frame, 0], out _));
    }

    [Fact]
    public void A_later_version_may_append_fields_and_groups()
    {
        var longer = Extend(Examples.Encode(new Sequence { NextSeqNo = 5 }), blockBytes: 8, groupBytes: 16);
        Assert.Equal(DecodeResult.Ok, Frame.Decode(longer, out var template));
        Assert.Equal(Template.Sequence, template);
        Assert.Equal(5UL, Frame.Body<Sequence>(longer).NextSeqNo);

        // a block that claims more than the frame holds is refused in every version
        BinaryPrimitives.WriteUInt16LittleEndian(longer.AsSpan(6), 100);
        Assert.Equal(DecodeResult.BadBlockLength, Frame.Decode(longer, out _));
    }

    [Fact]
    public void The_same_version_may_not()
    {
        var longer = Extend(Examples.Encode(new Sequence { NextSeqNo = 5 }), blockBytes: 8, groupBytes: 0);
        longer[12] = (byte)Frame.SchemaVersion;
        Assert.Equal(DecodeResult.BadBlockLength, Frame.Decode(longer, out _));
    }

    [Theory]
    [InlineData("000000", FrameStatus.Incomplete)]
    [InlineData("0000000eeb50", FrameStatus.Incomplete)]
    [InlineData("0000000deb50", FrameStatus.Malformed)]
    [InlineData("00000000eb50", FrameStatus.Malformed)]
    [InlineData("0000000e5be0", FrameStatus.Malformed)]
    [InlineData("00000401eb50", FrameStatus.TooLong)]
    [InlineData("00000400eb50", FrameStatus.Incomplete)]
    [InlineData("80000000eb50", FrameStatus.TooLong)]
    [InlineData("ffffffffeb50", FrameStatus.TooLong)]
    [InlineData("474554202f20", FrameStatus.Malformed)]
    public void The_first_six_bytes_decide(string hex, FrameStatus expected)
    {
        Assert.Equal(expected, Frame.Peek(Convert.FromHexString(hex), WireLimits.MaxFrameBytes, out var length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void A_short_destination_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Frame.Write(new byte[21], new Sequence()));
    }

    [Fact]
    public void Reject_codes_travel_as_text_too()
    {
        Assert.All(Enum.GetValues<RejectReason>(), reason =>
        {
            Assert.InRange(Codes.Of(reason).Length, 1, CodeText.Capacity);
            Assert.Equal(Codes.Of(reason), CodeText.Of(reason).ToString());
        });
    }

    private static byte[] Extend(byte[] frame, int blockBytes, int groupBytes)
    {
        byte[] longer = [.. frame, .. Enumerable.Repeat((byte)0xAB, blockBytes + groupBytes)];
        BinaryPrimitives.WriteUInt32BigEndian(longer, (uint)longer.Length);
        var block = frame.Length - Frame.HeaderBytes + blockBytes;
        BinaryPrimitives.WriteUInt16LittleEndian(longer.AsSpan(6), (ushort)block);
        longer[12] = (byte)(Frame.SchemaVersion + 1);
        return longer;
    }
}
