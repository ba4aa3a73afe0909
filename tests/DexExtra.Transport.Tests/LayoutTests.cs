using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DexExtra.Transport.Native;
using DexExtra.Transport.Streams;

namespace DexExtra.Transport.Tests;

/// <summary>The format of stream files: two processes of different builds may share one.</summary>
public sealed class LayoutTests
{
    [Fact]
    public void The_header_is_one_page_with_each_writer_on_lines_of_its_own()
    {
        Assert.Equal(4096, Unsafe.SizeOf<StreamHeader>());
        Assert.Equal(
            new Dictionary<string, int>
            {
                [nameof(StreamHeader.Magic)] = 0,
                [nameof(StreamHeader.Version)] = 8,
                [nameof(StreamHeader.HeaderBytes)] = 12,
                [nameof(StreamHeader.SourceId)] = 16,
                [nameof(StreamHeader.SessionId)] = 20,
                [nameof(StreamHeader.CapacityBytes)] = 24,
                [nameof(StreamHeader.BootId)] = 32,
                [nameof(StreamHeader.Crc)] = 48,
                [nameof(StreamHeader.ProducerProcessId)] = 128,
                [nameof(StreamHeader.ReleasedPosition)] = 256,
            },
            Offsets<StreamHeader>());
    }

    [Fact]
    public void A_frame_header_is_sixteen_bytes_with_the_length_first()
    {
        Assert.Equal(16, Unsafe.SizeOf<FrameHeader>());
        Assert.Equal(
            new Dictionary<string, int>
            {
                [nameof(FrameHeader.Length)] = 0,
                [nameof(FrameHeader.Type)] = 4,
                [nameof(FrameHeader.Position)] = 8,
            },
            Offsets<FrameHeader>());
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(16, 32)]
    [InlineData(32, 32)]
    [InlineData(33, 64)]
    public void Frames_are_aligned_to_thirty_two_bytes(int lengthBytes, int frameBytes)
    {
        Assert.Equal(frameBytes, FrameHeader.Align(lengthBytes));
    }

    [Fact]
    public void A_new_stream_begins_with_the_documented_bytes()
    {
        using var folder = new TemporaryFolder();
        using var publication = SharedMemoryPublication.Open(folder.Options(sourceId: 7));

        var bytes = File.ReadAllBytes(folder.StreamPath(7));

        Assert.Equal(4096 + TransportLimits.MinCapacityBytes, bytes.Length);
        Assert.Equal("DXSTREAM"u8.ToArray(), bytes[..8]);
        Assert.Equal(1, BitConverter.ToInt32(bytes, 8));
        Assert.Equal(4096, BitConverter.ToInt32(bytes, 12));
        Assert.Equal(7u, BitConverter.ToUInt32(bytes, 16));
        Assert.Equal(publication.SessionId, BitConverter.ToUInt32(bytes, 20));
        Assert.Equal(TransportLimits.MinCapacityBytes, BitConverter.ToInt64(bytes, 24));
        Assert.Equal(BootId.Current, new Guid(bytes.AsSpan(32, 16)));
        Assert.Equal(Environment.ProcessId, BitConverter.ToInt32(bytes, 128));
    }

    [Fact]
    public void Nobody_but_the_owner_may_read_a_stream_its_lock_or_its_folder()
    {
        using var folder = new TemporaryFolder();
        using var publication = SharedMemoryPublication.Open(folder.Options(sourceId: 7));

        var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner, File.GetUnixFileMode(folder.StreamPath(7)));
        Assert.Equal(owner, File.GetUnixFileMode(Path.ChangeExtension(folder.StreamPath(7), "lock")));
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Streams));
    }

    private static Dictionary<string, int> Offsets<T>() =>
        typeof(T).GetFields().Where(field => !field.IsLiteral).ToDictionary(
            field => field.Name,
            field => (int)Attribute.GetCustomAttributes(field).OfType<FieldOffsetAttribute>().Single().Value);
}
