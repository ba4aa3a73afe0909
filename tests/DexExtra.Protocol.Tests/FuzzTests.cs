using System.Buffers.Binary;
using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;

namespace DexExtra.Protocol.Tests;

/// <summary>Bytes from anywhere: a verdict always, an exception or an allocation never (NET-01).</summary>
public sealed class FuzzTests
{
    private const int Seed = 33;
    private const int Inputs = 1_000_000;

    private static readonly Template[] Known =
        [.. Enum.GetValues<Template>().Where(template => template != Template.None)];

    [Fact]
    [Trait("rule", "NET-01")]
    public void A_million_mutated_frames_get_a_verdict_without_an_exception_or_an_allocation()
    {
        Console.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var verdicts = new int[8];
        Span<byte> buffer = stackalloc byte[WireLimits.MaxFrameBytes];
        Round(random, buffer, verdicts);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < Inputs; count++)
        {
            Round(random, buffer, verdicts);
        }

        // far below one byte per input: the runtime may allocate while it recompiles the loop
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Inputs / 10);

        // the canary: a generator that never reached a verdict would prove nothing
        Assert.All(Enum.GetValues<DecodeResult>(), verdict => Assert.InRange(verdicts[(int)verdict], 1_000, Inputs));
    }

    [Fact]
    [Trait("rule", "NET-01")]
    public void A_stream_of_garbage_ends_the_session_and_never_throws()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 20_000; round++)
        {
            var reader = new FrameReader(WireLimits.MaxFrameBytes, 2 * WireLimits.MaxFrameBytes);
            var state = SessionState.Connected;
            for (var step = 0; step < 20 && state != SessionState.Closed; step++)
            {
                var free = reader.Free.Span;
                var length = Compose(random, free[..Math.Min(free.Length, WireLimits.MaxFrameBytes)]);
                reader.Advance(length);
                state = Pump(reader, state);
            }
        }
    }

    private static SessionState Pump(FrameReader reader, SessionState state)
    {
        FrameStatus status;
        while ((status = reader.TryRead(out var frame)) == FrameStatus.Complete)
        {
            var step = Frame.Decode(frame, out var template) == DecodeResult.Ok
                ? SessionRules.Decide(state, template)
                : SessionRules.Garbage(state);
            state = step.Action == SessionAction.VerifyLogin
                ? SessionRules.AfterLogin(step.Next, null).Next
                : step.Next;
        }

        return status == FrameStatus.Incomplete ? state : SessionRules.Garbage(state).Next;
    }

    private static void Round(Random random, Span<byte> buffer, int[] verdicts)
    {
        var length = Compose(random, buffer);
        var frame = buffer[..length];
        var verdict = Frame.Decode(frame, out var template);
        verdicts[(int)verdict]++;
        if (verdict == DecodeResult.Ok && Templates.BlockLengthOf(template) > length - Frame.HeaderBytes)
        {
            throw new InvalidOperationException("a body would be read beyond the frame");
        }

        if (verdict == DecodeResult.Ok && template == Template.NewOrderListRequest)
        {
            ReadLegs(frame);
        }

        _ = Frame.Peek(frame, WireLimits.MaxFrameBytes, out var taken);
        if (taken > length)
        {
            throw new InvalidOperationException("a frame longer than the bytes");
        }
    }

    /// <summary>Throws if an entry would be read beyond the frame.</summary>
    private static void ReadLegs(ReadOnlySpan<byte> frame)
    {
        for (var leg = 0; leg < Group.Count(frame); leg++)
        {
            _ = Group.Entry<OrderListLeg>(frame, leg).ClientOrderId;
        }
    }

    /// <summary>Random bytes behind a mostly valid header, then up to three mutations.</summary>
    private static int Compose(Random random, Span<byte> buffer)
    {
        var template = Known[random.Next(Known.Length)];
        var block = Templates.BlockLengthOf(template);
        var legs = random.Next(NewOrderListRequest.MaxLegs + 1);
        var entry = Templates.EntryLengthOf(template);
        var group = entry == 0 ? 0 : Group.DimensionBytes + (legs * entry);
        var length = Math.Min(buffer.Length, Frame.HeaderBytes + block + group);
        buffer[..length].Clear();
        if (random.Next(2) == 0)
        {
            random.NextBytes(buffer[..length]);
        }

        if (length < Frame.HeaderBytes || random.Next(16) == 0)
        {
            return random.Next(length + 1);
        }

        BinaryPrimitives.WriteUInt32BigEndian(buffer, (uint)length);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[4..], Frame.EncodingType);
        BinaryPrimitives.WriteUInt16LittleEndian(buffer[6..], (ushort)block);
        BinaryPrimitives.WriteUInt16LittleEndian(buffer[8..], (ushort)template);
        BinaryPrimitives.WriteUInt16LittleEndian(buffer[10..], Frame.SchemaId);
        BinaryPrimitives.WriteUInt16LittleEndian(buffer[12..], Frame.SchemaVersion);
        if (group != 0 && length == Frame.HeaderBytes + block + group)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(buffer[(Frame.HeaderBytes + block)..], (ushort)entry);
            BinaryPrimitives.WriteUInt16LittleEndian(buffer[(Frame.HeaderBytes + block + 2)..], (ushort)legs);
        }

        for (var mutation = random.Next(4); mutation > 0; mutation--)
        {
            var reach = random.Next(2) == 0 ? Frame.HeaderBytes : length;
            buffer[random.Next(reach)] = (byte)random.Next(random.Next(2) == 0 ? 4 : 256);
        }

        return random.Next(8) == 0 ? random.Next(length + 1) : length;
    }
}
