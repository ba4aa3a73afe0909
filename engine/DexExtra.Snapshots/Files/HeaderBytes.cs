using System.Runtime.InteropServices;
using DexExtra.Journal;
using DexExtra.Journal.CommandLog;

namespace DexExtra.Snapshots.Files;

/// <summary>Head of a snapshot file; little-endian, followed by its stream positions (journal/FORMAT.md §3).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
internal struct HeaderBytes
{
    public const int SizeBytes = 192;
    public const int SourceBytes = 16;
    private const int CrcOffset = 12;

    public ulong Magic;
    public ushort Version;
    public ushort Zero;
    public uint HeaderCrc;
    public long Sequence;
    public long TimestampNs;
    public ulong StateHash;
    public ulong HashSeed;
    public long BatchNumber;
    public long FirstSequence;
    public long Epoch;
    public uint PayloadCrc;
    public uint PreviousCrc;
    public uint EventCrc;
    public int Sources;
    public Hash256 Build;
    public Hash256 LayoutHash;
    public int LayoutBytes;

    /// <summary>Header and stream positions as they stand in the file.</summary>
    public static byte[] Encode(SnapshotHeader header, Hash256 layoutHash, int layoutBytes)
    {
        var bytes = new byte[SizeBytes + (header.Streams.Count * SourceBytes)];
        var head = new HeaderBytes
        {
            Magic = SnapshotFormat.Magic,
            Version = SnapshotFormat.Version,
            Sequence = header.Sequence,
            TimestampNs = header.TimestampNs,
            StateHash = header.StateHash,
            HashSeed = header.HashSeed,
            BatchNumber = header.Anchor.BatchNumber,
            FirstSequence = header.Anchor.FirstSequence,
            Epoch = header.Anchor.Epoch,
            PayloadCrc = header.Anchor.PayloadCrc,
            PreviousCrc = header.Anchor.PreviousCrc,
            EventCrc = header.EventCrc,
            Sources = header.Streams.Count,
            Build = Hash256.Parse(header.Build),
            LayoutHash = layoutHash,
            LayoutBytes = layoutBytes,
        };
        MemoryMarshal.Write(bytes, head);
        var place = bytes.AsSpan(SizeBytes);
        foreach (var stream in header.Streams)
        {
            MemoryMarshal.Write(place, stream.SourceId);
            MemoryMarshal.Write(place[4..], stream.SessionId);
            MemoryMarshal.Write(place[8..], stream.Position);
            place = place[SourceBytes..];
        }

        MemoryMarshal.Write(bytes.AsSpan(CrcOffset), ComputeCrc(bytes));
        return bytes;
    }

    /// <summary>Checksum over everything but itself.</summary>
    public static uint ComputeCrc(ReadOnlySpan<byte> bytes) => Crc32C.Append(
        Crc32C.Append(Crc32C.Seed, bytes[..CrcOffset]), bytes[(CrcOffset + sizeof(uint))..]);

    public readonly SnapshotHeader Decode(ReadOnlySpan<byte> sources)
    {
        var streams = new StreamPosition[Sources];
        foreach (ref var stream in streams.AsSpan())
        {
            stream = new StreamPosition(
                MemoryMarshal.Read<uint>(sources), MemoryMarshal.Read<uint>(sources[4..]),
                MemoryMarshal.Read<long>(sources[8..]));
            sources = sources[SourceBytes..];
        }

        return new SnapshotHeader
        {
            TimestampNs = TimestampNs,
            StateHash = StateHash,
            HashSeed = HashSeed,
            Anchor = new CommandLogAnchor(BatchNumber, FirstSequence, Sequence, Epoch, PayloadCrc, PreviousCrc),
            EventCrc = EventCrc,
            Streams = streams,
            Build = Build.ToHex(),
        };
    }
}
