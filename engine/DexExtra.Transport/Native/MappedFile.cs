using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DexExtra.Transport.Native;

/// <summary>
/// A file of fixed size in shared memory, readable and writable by its owner only. Every block is allocated before it
/// is mapped, so that a full file system is an error here and not a bus error later. The memory is gone after
/// Dispose: owners set their pointers to null first.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream _file;
    private nint _address;

    private MappedFile(FileStream file, long lengthBytes)
    {
        _file = file;
        LengthBytes = lengthBytes;
        Path = file.Name;
        var flags = Libc.MapShared | Libc.MapPopulate;
        _address = Libc.Map(
            0, (nint)lengthBytes, Libc.ProtectRead | Libc.ProtectWrite, flags, file.SafeFileHandle, 0);
        if (_address == -1)
        {
            throw new TransportException(
                TransportError.SystemCallFailed, $"cannot map {Path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    public string Path { get; }

    public long LengthBytes { get; }

    public SafeFileHandle Handle => _file.SafeFileHandle;

    public byte* Address => (byte*)_address;

    /// <summary>Maps an existing file in its whole length.</summary>
    public static MappedFile OpenExisting(string path) =>
        Map(Open(path, FileMode.Open), static file => file.Length);

    /// <summary>Maps a file of exactly this size, creating it zero-filled. Safe to race with itself.</summary>
    public static MappedFile OpenOrCreate(string path, long lengthBytes) =>
        Map(Open(path, FileMode.OpenOrCreate), file => Allocate(file, lengthBytes));

    /// <summary>Opens a file without mapping it, creating it empty when it does not exist.</summary>
    public static FileStream OpenForLock(string path) => Open(path, FileMode.OpenOrCreate);

    public void Dispose()
    {
        if (_address != 0)
        {
            _ = Libc.Unmap(_address, (nint)LengthBytes);
            _address = 0;
            ExclusiveLock.GiveBack(_file.SafeFileHandle);
        }

        _file.Dispose();
    }

    private static MappedFile Map(FileStream file, Func<FileStream, long> sizer)
    {
        try
        {
            var lengthBytes = sizer(file);
            return lengthBytes > 0
                ? new MappedFile(file, lengthBytes)
                : throw new TransportException(TransportError.DamagedHeader, $"{file.Name} is empty");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (mode != FileMode.Open)
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new TransportException(TransportError.SystemCallFailed, $"cannot open {path}: {ex.Message}", ex);
        }
    }

    private static long Allocate(FileStream file, long lengthBytes)
    {
        var errno = Libc.Allocate(file.SafeFileHandle, 0, lengthBytes);
        return errno == 0
            ? lengthBytes
            : throw new TransportException(
                TransportError.SystemCallFailed,
                $"cannot allocate {lengthBytes} bytes for {file.Name}: {Marshal.GetPInvokeErrorMessage(errno)}");
    }
}
