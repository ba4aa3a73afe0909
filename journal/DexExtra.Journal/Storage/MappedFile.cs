using System.Runtime.InteropServices;

namespace DexExtra.Journal.Storage;

/// <summary>
/// A whole file as shared memory. The pointer stays valid until disposal; the file must not shrink meanwhile (the event
/// log never truncates). Mapping the file keeps its inode alive, the descriptor is closed at once.
/// </summary>
internal sealed unsafe class MappedFile : IMappedFile
{
    private byte* _start;

    private MappedFile(string path, byte* start, long lengthBytes)
    {
        Path = path;
        _start = start;
        LengthBytes = lengthBytes;
    }

    ~MappedFile() => Unmap();

    public string Path { get; private set; }

    public long LengthBytes { get; }

    public byte* Start => _start;

    /// <summary>Creates the file with all its disk blocks reserved and maps it for writing.</summary>
    public static MappedFile Create(string path, long lengthBytes)
    {
        using DurableFile file = DurableFile.Open(path, StorageOpenMode.CreateNew);
        file.Allocate(lengthBytes);
        return Map(file, writable: true)
            ?? throw new StorageException("mmap", path, -1, 0, "the file is empty");
    }

    /// <summary>Null when the file does not exist or is empty.</summary>
    public static MappedFile? TryOpen(string path, bool writable)
    {
        StorageOpenMode mode = writable ? StorageOpenMode.ReadWrite : StorageOpenMode.Read;
        using DurableFile? file = DurableFile.TryOpen(path, mode, out int errno);
        if (file is null)
        {
            return errno == Errno.NoEntry ? null : throw new StorageException("open", path, -1, errno);
        }
        return Map(file, writable);
    }

    /// <summary>Renames the file; the mapping stays.</summary>
    public void MoveTo(string path)
    {
        FileStorage.Instance.Rename(Path, path);
        Path = path;
    }

    public void Dispose()
    {
        Unmap();
        GC.SuppressFinalize(this);
    }

    private static MappedFile? Map(DurableFile file, bool writable)
    {
        long length = file.LengthBytes;
        if (length == 0)
        {
            return null;
        }
        int protection = Libc.ProtectRead | (writable ? Libc.ProtectWrite : 0);
        void* start = Libc.Map(null, (nint)length, protection, Libc.MapShared, file.Handle, 0);
        return (nint)start == -1
            ? throw new StorageException("mmap", file.Path, -1, Marshal.GetLastPInvokeError())
            : new MappedFile(file.Path, (byte*)start, length);
    }

    private void Unmap()
    {
        if (_start is not null)
        {
            _ = Libc.Unmap(_start, (nint)LengthBytes);
            _start = null;
        }
    }
}
