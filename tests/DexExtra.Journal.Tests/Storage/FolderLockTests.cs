using System.Runtime.InteropServices;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Tests.Storage;

public sealed class FolderLockTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private delegate int HandleCall(int handle);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_writer_at_a_time()
    {
        using IDisposable held = FileStorage.Instance.LockFolder(_folder.Path);
        StorageException refusal = Assert.Throws<StorageException>(
            () => FileStorage.Instance.LockFolder(_folder.Path));
        Assert.Equal(Errno.WouldBlock, refusal.Errno);
    }

    // between fork and exec a child process holds a copy of every handle, as the duplicate does here
    [Fact]
    public void A_copy_of_the_handle_does_not_keep_the_lock()
    {
        IDisposable held = FileStorage.Instance.LockFolder(_folder.Path);
        int copy = LibcCall("dup")(HandleOf(_folder.Sub("lock")));
        Assert.True(copy >= 0);
        try
        {
            held.Dispose();
            FileStorage.Instance.LockFolder(_folder.Path).Dispose();
        }
        finally
        {
            Assert.Equal(0, LibcCall("close")(copy));
        }
    }

    [Fact]
    public void Disposing_twice_leaves_the_lock_of_the_next_holder_alone()
    {
        IDisposable first = FileStorage.Instance.LockFolder(_folder.Path);
        first.Dispose();
        using IDisposable second = FileStorage.Instance.LockFolder(_folder.Path);
        first.Dispose();
        Assert.Throws<StorageException>(() => FileStorage.Instance.LockFolder(_folder.Path));
    }

    private static int HandleOf(string path)
    {
        string link = Directory.GetFiles("/proc/self/fd").Single(entry => TargetOf(entry) == path);
        return int.Parse(Path.GetFileName(link), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Null for a handle that another thread has closed meanwhile.</summary>
    private static string? TargetOf(string entry)
    {
        try
        {
            return File.ResolveLinkTarget(entry, returnFinalTarget: false)?.FullName;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static HandleCall LibcCall(string name) => Marshal.GetDelegateForFunctionPointer<HandleCall>(
        NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), name));
}
