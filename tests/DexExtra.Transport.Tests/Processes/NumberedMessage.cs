using System.Buffers.Binary;

namespace DexExtra.Transport.Tests.Processes;

/// <summary>
/// A message that proves itself: which life of the producer sent it, its number in that life, and a size and contents
/// that follow from the two. Any byte missing, stale or from elsewhere shows.
/// </summary>
internal readonly record struct NumberedMessage(int Life, long Number)
{
    private const int HeaderBytes = 12;
    private const int SmallBytes = 300;
    private const int LargeEvery = 7;

    /// <summary>Writes the message and returns its length; small ones mostly, now and then the longest
    /// allowed.</summary>
    public int WriteTo(Span<byte> buffer)
    {
        var seed = Seed();
        var bodyBytes = (int)(seed % LargeEvery == 0
            ? (seed >> 8) % (ulong)(buffer.Length - HeaderBytes)
            : (seed >> 8) % SmallBytes);
        BinaryPrimitives.WriteInt32LittleEndian(buffer, Life);
        BinaryPrimitives.WriteInt64LittleEndian(buffer[4..], Number);
        Fill(buffer.Slice(HeaderBytes, bodyBytes), seed);
        return HeaderBytes + bodyBytes;
    }

    /// <summary>Reads a message and checks every byte of it.</summary>
    public static NumberedMessage Read(ReadOnlySpan<byte> message, Span<byte> scratch)
    {
        var read = new NumberedMessage(
            BinaryPrimitives.ReadInt32LittleEndian(message), BinaryPrimitives.ReadInt64LittleEndian(message[4..]));
        var lengthBytes = read.WriteTo(scratch);
        return message.SequenceEqual(scratch[..lengthBytes])
            ? read
            : throw new InvalidOperationException($"{read} arrived with {message.Length} wrong bytes");
    }

    private static void Fill(Span<byte> body, ulong seed)
    {
        for (var i = 0; i < body.Length; i++)
        {
            body[i] = (byte)((seed >> (i % 56)) + (ulong)i);
        }
    }

    private ulong Seed()
    {
        var mixed = ((ulong)Number * 0x9E37_79B9_7F4A_7C15) ^ ((ulong)Life * 0xC2B2_AE3D_27D4_EB4F);
        return mixed ^ (mixed >> 29);
    }
}
