using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Transport.Streams;

/// <summary>
/// The first page of a stream file, little-endian. The identity is written once, before the file gets its name; the
/// producer's and the consumer's fields are on lines of their own.
/// <code>
///    0 u64 magic "DXSTREAM"     8 u32 version      12 u32 header bytes   16 u32 source id   20 u32 session id
///   24 i64 capacity bytes      32 16 B boot id     48 u32 CRC32C of 0..47
///  128 i32 process id of the last producer
///  256 i64 released position: everything before it belongs to the producer again
/// 4096 frames, capacity bytes
/// </code>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
internal struct StreamHeader
{
    public const int SizeBytes = 4096;
    public const ulong ExpectedMagic = 0x4D41_4552_5453_5844;
    public const uint CurrentVersion = 1;
    private const int CheckedBytes = 48;

    [FieldOffset(0)]
    public ulong Magic;

    [FieldOffset(8)]
    public uint Version;

    [FieldOffset(12)]
    public uint HeaderBytes;

    [FieldOffset(16)]
    public uint SourceId;

    [FieldOffset(20)]
    public uint SessionId;

    [FieldOffset(24)]
    public long CapacityBytes;

    [FieldOffset(32)]
    public Guid BootId;

    [FieldOffset(CheckedBytes)]
    public uint Crc;

    [FieldOffset(128)]
    public int ProducerProcessId;

    [FieldOffset(256)]
    public long ReleasedPosition;

    /// <summary>CRC32C over the identity.</summary>
    public static uint ComputeCrc(in StreamHeader header)
    {
        var bytes = MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<StreamHeader, byte>(ref Unsafe.AsRef(in header)), CheckedBytes);
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        return ~crc;
    }

    /// <summary>Refuses a header that is not whole; says nothing about the boot.</summary>
    public static void Validate(in StreamHeader header, long fileBytes, string path)
    {
        if (fileBytes < SizeBytes || header.Magic != ExpectedMagic)
        {
            throw Damaged(path, "it is not a stream file");
        }

        if (header.Version != CurrentVersion)
        {
            throw new TransportException(
                TransportError.UnsupportedVersion, $"{path} has version {header.Version}, not {CurrentVersion}");
        }

        if (header.Crc != ComputeCrc(header))
        {
            throw Damaged(path, "the checksum of its header is wrong");
        }

        if (header.HeaderBytes != SizeBytes || fileBytes != SizeBytes + header.CapacityBytes)
        {
            throw Damaged(path, $"it has {fileBytes} bytes for a capacity of {header.CapacityBytes}");
        }
    }

    private static TransportException Damaged(string path, string why) =>
        new(TransportError.DamagedHeader, $"{path} is damaged: {why}");
}
