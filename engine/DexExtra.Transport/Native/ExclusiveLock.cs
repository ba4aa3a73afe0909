using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DexExtra.Transport.Native;

/// <summary>
/// An exclusive lock on an open file (an open-file-description lock): held until the file is closed, so also given
/// back by the kernel when the holder is killed. Exclusive between two opens of one process too, and others can ask
/// whether it is held without taking it.
/// </summary>
internal static class ExclusiveLock
{
    private const long WholeFile = 0;

    /// <summary>Takes the lock for as long as the file stays open; false when somebody else has it.</summary>
    public static bool TryTake(SafeFileHandle file, string path)
    {
        var request = new FileLock { Type = FileLock.WriteLock, LengthBytes = WholeFile };
        if (Libc.Control(file, Libc.OfdSetLock, ref request) == 0)
        {
            return true;
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno is Libc.TryAgain or Libc.AccessDenied ? false : throw Failed(path, errno);
    }

    /// <summary>Gives the lock back before the file is closed. Closing alone is not enough at once: a process being
    /// started elsewhere in this program shares the open file until it runs its own program.</summary>
    public static void GiveBack(SafeFileHandle file)
    {
        var request = new FileLock { Type = FileLock.Unlocked, LengthBytes = WholeFile };
        _ = Libc.Control(file, Libc.OfdSetLock, ref request);
    }

    /// <summary>True while another open of the file has the lock.</summary>
    public static bool IsHeldElsewhere(SafeFileHandle file, string path)
    {
        var question = new FileLock { Type = FileLock.WriteLock, LengthBytes = WholeFile };
        return Libc.Control(file, Libc.OfdGetLock, ref question) == 0
            ? question.Type != FileLock.Unlocked
            : throw Failed(path, Marshal.GetLastPInvokeError());
    }

    private static TransportException Failed(string path, int errno) =>
        new(TransportError.SystemCallFailed, $"cannot lock {path}: {Marshal.GetPInvokeErrorMessage(errno)}");
}
