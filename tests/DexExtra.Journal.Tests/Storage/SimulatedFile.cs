namespace DexExtra.Journal.Tests.Storage;

/// <summary>
/// Contents of one file in two layers: what the program sees (volatile) and what the disk holds (stable). 512-byte
/// sectors with copy on write, so that forking a storage at every call stays cheap.
/// </summary>
internal sealed class SimulatedFile
{
    public const int SectorBytes = 512;
    private static readonly byte[] ZeroSector = new byte[SectorBytes];

    private List<byte[]> _volatile = [];
    private List<byte[]> _stable = [];
    private HashSet<int> _unsynced = [];
    private long _stableLength;
    private bool _isShared;

    public long Length { get; private set; }

    private bool IsSynced => _unsynced.Count == 0 && _stableLength == Length;

    /// <summary>An independent copy; costs nothing until one of the two is written.</summary>
    public SimulatedFile Fork()
    {
        _isShared = true;
        return new()
        {
            _volatile = _volatile,
            _stable = _stable,
            _unsynced = _unsynced,
            _stableLength = _stableLength,
            _isShared = true,
            Length = Length,
        };
    }

    public int Read(Span<byte> target, long offset)
    {
        int count = (int)Math.Clamp(Length - offset, 0, target.Length);
        for (int done = 0; done < count;)
        {
            (int sector, int within) = Locate(offset + done);
            int step = Math.Min(SectorBytes - within, count - done);
            _volatile[sector].AsSpan(within, step).CopyTo(target[done..]);
            done += step;
        }
        return count;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        Unshare();
        Grow(offset + source.Length);
        for (int done = 0; done < source.Length;)
        {
            (int sector, int within) = Locate(offset + done);
            int step = Math.Min(SectorBytes - within, source.Length - done);
            ReadOnlySpan<byte> part = source.Slice(done, step);
            if (step == SectorBytes && !part.ContainsAnyExcept((byte)0))
            {
                _volatile[sector] = ZeroSector;
            }
            else
            {
                byte[] copy = [.. _volatile[sector]];
                part.CopyTo(copy.AsSpan(within));
                _volatile[sector] = copy;
            }
            _ = _unsynced.Add(sector);
            done += step;
        }
    }

    public void Truncate(long length)
    {
        Unshare();
        Grow(length);
        Length = length;
        int sectors = (int)((length + SectorBytes - 1) / SectorBytes);
        _volatile.RemoveRange(sectors, _volatile.Count - sectors);
        _ = _unsynced.RemoveWhere(sector => sector >= sectors);
    }

    public void Sync()
    {
        Unshare();
        _stable = [.. _volatile];
        _stableLength = Length;
        _unsynced.Clear();
    }

    /// <summary>Turns into what a reader finds after the crash.</summary>
    public void Crash(CrashMode mode, Random random)
    {
        if (IsSynced)
        {
            return;
        }
        if (mode != CrashMode.KeepAll)
        {
            LoseUnsynced(mode == CrashMode.Tear, random);
        }
        Sync();
    }

    private void LoseUnsynced(bool tear, Random random)
    {
        List<byte[]> seen = _volatile;
        HashSet<int> unsynced = _unsynced;
        long length = tear && random.Next(2) == 0 ? Length : _stableLength;
        _volatile = [.. _stable];
        _unsynced = [];
        _isShared = false;
        Length = _stableLength;
        Grow(length);
        if (length < Length)
        {
            Truncate(length);
        }
        foreach (int sector in unsynced.Order())
        {
            if (tear && sector < _volatile.Count && random.Next(2) == 0)
            {
                _volatile[sector] = seen[sector];
            }
        }
    }

    private void Unshare()
    {
        if (_isShared)
        {
            _volatile = [.. _volatile];
            _unsynced = [.. _unsynced];
            _isShared = false;
        }
    }

    private static (int Sector, int Within) Locate(long offset)
        => ((int)(offset / SectorBytes), (int)(offset % SectorBytes));

    private void Grow(long length)
    {
        while (_volatile.Count * (long)SectorBytes < length)
        {
            _volatile.Add(ZeroSector);
        }
        Length = Math.Max(Length, length);
    }
}
