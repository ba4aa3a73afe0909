using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DexExtra.Journal.EventLog;
using DexExtra.Messages;

namespace DexExtra.Drill;

/// <summary>What a venue told the world: a digest of every published frame, and how far the load came in it.</summary>
/// <param name="Digests">One per sequence, from 1.</param>
/// <param name="Kept">Number of the last command of the load; 0 when there is none.</param>
internal sealed record Frames(IReadOnlyList<UInt128> Digests, long Kept)
{
    public static Frames Read(string eventsFolder)
    {
        List<UInt128> digests = [];
        var kept = 0L;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        using var reader = EventLogReader.Open(eventsFolder, 0);
        while (reader.TryRead(out _, out var payload))
        {
            SHA256.HashData(payload, hash);
            digests.Add(MemoryMarshal.Read<UInt128>(hash));
            var header = new EventFrame(payload).Header;
            kept = header.SourceId == LoadThread.SourceId ? (long)header.CorrelationId : kept;
        }

        return new Frames(digests, kept);
    }

    /// <exception cref="DrillException">A frame differs, or one of them ends before.</exception>
    public void MustEqual(Frames other, long through, string what)
    {
        for (var index = 0; index < through; index++)
        {
            if (index >= Digests.Count || index >= other.Digests.Count || Digests[index] != other.Digests[index])
            {
                throw new DrillException($"{what}: the frame of sequence {index + 1} is missing or another");
            }
        }
    }
}
