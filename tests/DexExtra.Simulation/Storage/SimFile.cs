using DexExtra.Simulation.Kernel;

namespace DexExtra.Simulation.Storage;

/// <summary>
/// One file in two layers: what programs see (the page cache) and what the disk holds. A sector of 512 bytes reaches
/// the disk whole or not at all. A failed sync leaves pages that look clean and are not on disk: a later sync does not
/// write them, as Linux does it. One thread.
/// </summary>
internal sealed class SimFile
{
    public const int SectorBytes = 512;

    private byte[] _stable = [];
    private bool[]? _lost;

    public SimFile(int lengthBytes = 0)
    {
        Data = NewMemory(lengthBytes);
        Length = lengthBytes;
    }

    /// <summary>What programs see; pinned, because programs map it.</summary>
    public byte[] Data { get; private set; }

    public int Length { get; private set; }

    public int StableLength { get; private set; }

    public ReadOnlySpan<byte> Stable => _stable.AsSpan(0, StableLength);

    public Span<byte> StableMemory => _stable.AsSpan(0, StableLength);

    private int Sectors => (Length + SectorBytes - 1) / SectorBytes;

    public int Read(Span<byte> target, long offset)
    {
        var count = (int)Math.Clamp(Length - offset, 0, target.Length);
        Data.AsSpan((int)Math.Min(offset, Length), count).CopyTo(target);
        return count;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        Grow((int)offset + source.Length);
        source.CopyTo(Data.AsSpan((int)offset));
        if (_lost is not null && source.Length > 0)
        {
            var first = (int)offset / SectorBytes;
            Array.Clear(_lost, first, (((int)offset + source.Length - 1) / SectorBytes) - first + 1);
        }
    }

    public void Truncate(int length)
    {
        Grow(length);
        Data.AsSpan(length, Length - length).Clear();
        Length = length;
    }

    public void Sync()
    {
        if (_stable.Length < Length)
        {
            Array.Resize(ref _stable, Data.Length);
        }

        if (_lost is null)
        {
            Buffer.BlockCopy(Data, 0, _stable, 0, Length);
        }
        else
        {
            WriteBack(sector => !_lost[sector]);
        }

        StableLength = Length;
    }

    /// <summary>All of it is on stable storage; never, once pages were lost to a failed sync.</summary>
    public bool IsWritten => Length == StableLength && Data.AsSpan(0, Length).SequenceEqual(Stable);

    /// <summary>EIO: some pages got there, the others never will, and all count as clean from now on.</summary>
    public void FailSync(SimDice dice)
    {
        Array.Resize(ref _stable, Data.Length);
        _lost ??= new bool[(Data.Length / SectorBytes) + 1];
        for (var sector = 0; sector < Sectors; sector++)
        {
            if (!IsEqual(sector))
            {
                _lost[sector] = true;
            }
        }

        WriteBack(sector => _lost[sector] && dice.OneIn(3));
    }

    /// <summary>The machine goes down: of what was not synced, each sector is there or not.</summary>
    public void LosePower(SimDice dice, int keepPercent)
    {
        var length = Length == StableLength || dice.Percent(keepPercent) ? Length : StableLength;
        if (_stable.Length < Data.Length)
        {
            Array.Resize(ref _stable, Data.Length);
        }

        _stable.AsSpan(StableLength).Clear();
        WriteBack(sector => (_lost is null || !_lost[sector]) && dice.Percent(keepPercent));
        var survivor = NewMemory(_stable.Length);
        _stable.AsSpan(0, length).CopyTo(survivor);
        Data = survivor;
        Length = length;
        StableLength = length;
        _stable.AsSpan(length).Clear();
        _lost = null;
    }

    /// <summary>A lying disk: everything synced before is gone from here on.</summary>
    public void Forget(int fromByte)
    {
        _stable.AsSpan(Math.Min(fromByte, _stable.Length)).Clear();
        Data.AsSpan(Math.Min(fromByte, Length)).Clear();
    }

    private static byte[] NewMemory(int bytes) => bytes == 0 ? [] : GC.AllocateArray<byte>(bytes, pinned: true);

    private bool IsEqual(int sector) => Sector(Data, sector).SequenceEqual(Sector(_stable, sector));

    private Span<byte> Sector(byte[] memory, int sector)
    {
        var start = sector * SectorBytes;
        return memory.AsSpan(start, Math.Min(SectorBytes, Math.Min(Length, memory.Length) - start));
    }

    private void WriteBack(Predicate<int> isChosen)
    {
        for (var sector = 0; sector < Sectors; sector++)
        {
            if (!IsEqual(sector) && isChosen(sector))
            {
                Sector(Data, sector).CopyTo(Sector(_stable, sector));
            }
        }
    }

    private void Grow(int length)
    {
        if (Data.Length < length)
        {
            var larger = NewMemory(length);
            Data.AsSpan(0, Length).CopyTo(larger);
            Data = larger;
        }

        if (_lost is not null && _lost.Length <= length / SectorBytes)
        {
            Array.Resize(ref _lost, (length / SectorBytes) + 1);
        }

        Length = Math.Max(Length, length);
    }
}
