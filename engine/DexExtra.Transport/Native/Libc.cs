using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DexExtra.Transport.Native;

/// <summary>The system calls the transport needs and the base library does not offer. Linux on x64 and arm64.</summary>
internal static unsafe partial class Libc
{
    public const int ProtectRead = 1;
    public const int ProtectWrite = 2;
    public const int MapShared = 1;
    public const int MapPopulate = 0x8000;
    public const int OfdGetLock = 36;
    public const int OfdSetLock = 37;
    public const int FutexWaitOperation = 0;
    public const int FutexWakeOperation = 1;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;

    private static readonly nint FutexNumber = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 => 98,
        var other => throw new PlatformNotSupportedException($"no futex system call number for {other}"),
    };

    /// <summary>Sleeps while the word equals <paramref name="expected"/>; the reasons to return are not told apart,
    /// the caller looks at the word.</summary>
    public static void FutexWait(uint* word, uint expected, Timespec* timeout) =>
        _ = Futex(FutexNumber, word, FutexWaitOperation, (nint)expected, timeout);

    /// <summary>Wakes everybody who sleeps on the word, in any process.</summary>
    public static void FutexWakeAll(uint* word) =>
        _ = Futex(FutexNumber, word, FutexWakeOperation, int.MaxValue, null);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(
        nint address, nint lengthBytes, int protection, int flags, SafeFileHandle file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nint lengthBytes);

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    public static partial int Allocate(SafeFileHandle file, long offset, long lengthBytes);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, int command, ref FileLock fileLock);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Futex(nint number, uint* word, nint operation, nint value, Timespec* timeout);
}
