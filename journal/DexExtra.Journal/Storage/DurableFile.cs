using System.Runtime.InteropServices;

namespace DexExtra.Journal.Storage;

/// <summary>
/// A file whose write and sync errors are always seen: libc calls without the runtime's file layer in between
/// (ADR 0006). After a failed sync the kernel may already have dropped the dirty pages and a second sync would
/// succeed without them, so the file is poisoned for good: no further write, no further sync. One thread at a time.
/// </summary>
public sealed class DurableFile : IStorageFile
{
    private readonly int _handle;
    private bool _poisoned;
    private bool _disposed;

    private DurableFile(string path, int handle)
    {
        Path = path;
        _handle = handle;
    }

    ~DurableFile() => CloseOnce();

    public string Path { get; }

    public long LengthBytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            long length = Libc.Seek(_handle, 0, Libc.SeekEnd);
            return length >= 0 ? length : throw Failure("lseek", -1);
        }
    }

    internal int Handle => _handle;

    public static DurableFile Open(string path, StorageOpenMode mode)
        => TryOpen(path, mode, out int errno)
            ?? throw new StorageException(mode == StorageOpenMode.CreateNew ? "create" : "open", path, -1, errno);

    /// <summary>Null with the errno when the file cannot be opened.</summary>
    internal static DurableFile? TryOpen(string path, StorageOpenMode mode, out int errno)
    {
        int flags = Libc.CloseOnExec | mode switch
        {
            StorageOpenMode.Read => Libc.ReadOnly,
            StorageOpenMode.CreateNew => Libc.ReadWrite | Libc.Create | Libc.Exclusive,
            StorageOpenMode.ReadWrite => Libc.ReadWrite,
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
        int handle;
        do
        {
            handle = Libc.Open(path, flags, Libc.OwnerOnlyMode);
            errno = handle < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (errno == Errno.Interrupted);
        return handle < 0 ? null : new DurableFile(path, handle);
    }

    public unsafe int ReadAt(Span<byte> target, long offset)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var call = new ReadCall(_handle);
        fixed (byte* start = target)
        {
            return Transfer.Run(ref call, start, target.Length, ("pread", Path, offset));
        }
    }

    public unsafe void WriteAt(ReadOnlySpan<byte> source, long offset)
    {
        RefuseWhenPoisoned("pwrite", offset);
        var call = new WriteCall(_handle);
        fixed (byte* start = source)
        {
            int done = Transfer.Run(ref call, start, source.Length, ("pwrite", Path, offset));
            if (done < source.Length)
            {
                // a regular file never answers 0 to a non-empty write; treat it as a full disk instead of spinning
                throw new StorageException("pwrite", Path, offset + done, Errno.NoSpace, "no progress");
            }
        }
    }

    public void SyncData() => SyncWith("fdatasync", Libc.SyncData);

    /// <summary>fsync: contents and all metadata.</summary>
    public void Sync() => SyncWith("fsync", Libc.Sync);

    public void Truncate(long lengthBytes)
    {
        RefuseWhenPoisoned("ftruncate", lengthBytes);
        if (Libc.Truncate(_handle, lengthBytes) != 0)
        {
            throw Failure("ftruncate", lengthBytes);
        }
    }

    /// <summary>
    /// Reserves disk blocks for the whole length, so that a full disk is an error here and not later.
    /// </summary>
    public void Allocate(long lengthBytes)
    {
        RefuseWhenPoisoned("fallocate", 0);
        int errno;
        do
        {
            errno = Libc.Allocate(_handle, 0, lengthBytes);
        }
        while (errno == Errno.Interrupted);
        if (errno != 0)
        {
            throw new StorageException("fallocate", Path, lengthBytes, errno);
        }
    }

    /// <summary>Takes the exclusive advisory lock; false when another process or handle holds it.</summary>
    internal bool TryLock()
    {
        if (Libc.Lock(_handle, Libc.LockExclusiveNonBlocking) == 0)
        {
            return true;
        }
        return Marshal.GetLastPInvokeError() == Errno.WouldBlock ? false : throw Failure("flock", -1);
    }

    /// <summary>
    /// Gives the lock back at once. Closing alone would leave it with a child process that was forked meanwhile, until
    /// that one starts its program and so closes its copy of the handle.
    /// </summary>
    internal void Unlock()
    {
        if (!_disposed)
        {
            _ = Libc.Lock(_handle, Libc.LockRelease);
        }
    }

    public void Dispose()
    {
        CloseOnce();
        GC.SuppressFinalize(this);
    }

    private void SyncWith(string operation, Func<int, int> call)
    {
        RefuseWhenPoisoned(operation, -1);
        if (call(_handle) != 0)
        {
            _poisoned = true;
            throw Failure(operation, -1);
        }
    }

    private void RefuseWhenPoisoned(string operation, long offset)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_poisoned)
        {
            throw new StorageException(operation, Path, offset, 0, "an earlier sync of this file failed");
        }
    }

    private StorageException Failure(string operation, long offset)
        => new(operation, Path, offset, Marshal.GetLastPInvokeError());

    private void CloseOnce()
    {
        if (!_disposed)
        {
            _disposed = true;
            _ = Libc.Close(_handle);
        }
    }

    private readonly unsafe struct ReadCall(int handle) : ITransferCall
    {
        public nint Move(byte* memory, nint count, long offset, out int errno)
        {
            nint moved = Libc.ReadAt(handle, memory, count, offset);
            errno = moved < 0 ? Marshal.GetLastPInvokeError() : 0;
            return moved;
        }
    }

    private readonly unsafe struct WriteCall(int handle) : ITransferCall
    {
        public nint Move(byte* memory, nint count, long offset, out int errno)
        {
            nint moved = Libc.WriteAt(handle, memory, count, offset);
            errno = moved < 0 ? Marshal.GetLastPInvokeError() : 0;
            return moved;
        }
    }
}
