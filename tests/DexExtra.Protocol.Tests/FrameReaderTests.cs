using DexExtra.Protocol.Fixp;

namespace DexExtra.Protocol.Tests;

/// <summary>However the network cuts the bytes, the same frames come out (NET-02).</summary>
public sealed class FrameReaderTests
{
    private const int Seed = 22;
    private const int SmallBuffer = 2 * WireLimits.MaxFrameBytes;

    private static readonly byte[][] Frames = Sixtyfour();
    private static readonly byte[] Stream = [.. Frames.SelectMany(frame => frame)];

    [Fact]
    [Trait("rule", "NET-02")]
    public void Every_split_point_gives_the_same_frames()
    {
        for (var split = 0; split <= Stream.Length; split++)
        {
            AssertAll(Read(new FrameReader(WireLimits.MaxFrameBytes, SmallBuffer), [split, Stream.Length - split]));
        }
    }

    [Theory]
    [Trait("rule", "NET-02")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(255)]
    public void A_trickle_gives_the_same_frames(int step)
    {
        var pieces = Enumerable.Repeat(step, Stream.Length / step).Append(Stream.Length % step);
        AssertAll(Read(new FrameReader(WireLimits.MaxFrameBytes, SmallBuffer), pieces));
    }

    [Fact]
    [Trait("rule", "NET-02")]
    public void Random_pieces_give_the_same_frames_with_any_buffer()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 300; round++)
        {
            var reader = new FrameReader(WireLimits.MaxFrameBytes, SmallBuffer + random.Next(4096));
            var pieces = new List<int>();
            for (var left = Stream.Length; left > 0; left -= pieces[^1])
            {
                pieces.Add(Math.Min(left, random.Next(1, 1200)));
            }

            AssertAll(Read(reader, pieces));
        }
    }

    [Theory]
    [InlineData("ffffffffeb50", FrameStatus.TooLong)]
    [InlineData("0000000eabcd", FrameStatus.Malformed)]
    public void A_stream_that_cannot_be_followed_stays_so(string hex, FrameStatus expected)
    {
        var reader = new FrameReader(WireLimits.MaxFrameBytes, SmallBuffer);
        Feed(reader, Convert.FromHexString(hex));
        Assert.Equal(expected, reader.TryRead(out _));
        Feed(reader, Frames[0]);
        Assert.Equal(expected, reader.TryRead(out var frame));
        Assert.True(frame.IsEmpty);
        reader.Reset();
        Assert.Equal(FrameStatus.Incomplete, reader.TryRead(out _));
        Assert.Equal(0, reader.PendingBytes);
    }

    [Fact]
    public void There_is_always_room_for_the_rest_of_a_frame()
    {
        var reader = new FrameReader(WireLimits.MaxFrameBytes, SmallBuffer);
        for (var round = 0; round < 10_000; round++)
        {
            Feed(reader, Stream.AsSpan(round % Stream.Length, 1));
            while (reader.TryRead(out _) == FrameStatus.Complete)
            {
            }

            Assert.False(reader.Free.IsEmpty);
        }
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameReader(WireLimits.MaxFrameBytes, SmallBuffer - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameReader(Frame.HeaderBytes - 1, SmallBuffer));
        var reader = new FrameReader(WireLimits.MaxFrameBytes, SmallBuffer);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Advance(SmallBuffer + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Advance(-1));
    }

    private static List<byte[]> Read(FrameReader reader, IEnumerable<int> pieces)
    {
        var frames = new List<byte[]>();
        var offset = 0;
        foreach (var piece in pieces)
        {
            var rest = Stream.AsSpan(offset, piece);
            offset += piece;
            while (!rest.IsEmpty)
            {
                Assert.False(reader.Free.IsEmpty);
                var taken = Math.Min(rest.Length, reader.Free.Length);
                Feed(reader, rest[..taken]);
                rest = rest[taken..];
                FrameStatus status;
                while ((status = reader.TryRead(out var frame)) == FrameStatus.Complete)
                {
                    frames.Add(frame.ToArray());
                }

                Assert.Equal(FrameStatus.Incomplete, status);
            }
        }

        Assert.Equal(0, reader.PendingBytes);
        return frames;
    }

    private static void Feed(FrameReader reader, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(reader.Free.Span);
        reader.Advance(bytes.Length);
    }

    private static void AssertAll(List<byte[]> frames)
    {
        Assert.Equal(Frames.Length, frames.Count);
        Assert.True(frames.SelectMany(frame => frame).SequenceEqual(Stream));
    }

    private static byte[][] Sixtyfour()
    {
        var random = new Random(Seed);
        var templates = Enum.GetValues<Template>().Where(template => template != Template.None).ToArray();
        return [.. Enumerable.Range(0, 63).Select(_ =>
        {
            var template = templates[random.Next(templates.Length)];
            return WireBodies.Frame(template, new byte[Templates.BlockLengthOf(template)]);
        }), Examples.Encode(new Sequence { NextSeqNo = 1 })];
    }
}
