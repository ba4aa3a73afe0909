using System.Runtime.InteropServices;
using DexExtra.RealParts;

namespace DexExtra.Chaos.Faults;

/// <summary>
/// An ext4 file system in an image that can lose its power: everything that was not synced is gone at the next mount.
/// Root only. One thread.
/// </summary>
internal sealed partial class PowerDisk(string image, string folder) : IAsyncDisposable
{
    private const int ImageMiB = 256;
    private const nuint ShutdownRequest = 0x8004587D;
    private const int ReadOnly = 0;
    private const int UnmountTries = 200;

    private bool _mounted;

    /// <summary>Makes the file system and mounts it.</summary>
    public async Task CreateAsync()
    {
        using (var file = File.Create(image))
        {
            file.SetLength((long)ImageMiB << 20);
        }

        await ChildProcess.RunCheckedAsync(
            Machine.Find("mkfs.ext4"), "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=1", image);
        Directory.CreateDirectory(folder);
        await MountAsync();
    }

    public async Task MountAsync()
    {
        await ChildProcess.RunCheckedAsync(Machine.Find("mount"), "-o", "loop", image, folder);
        _mounted = true;
    }

    /// <summary>The power goes: nothing more reaches the disk.</summary>
    /// <param name="keepsJournal">Whether the file system's own journal is flushed first; both happen.</param>
    public void LosePower(bool keepsJournal)
    {
        var handle = Open(folder, ReadOnly, 0);
        var how = keepsJournal ? 1u : 2u;
        var result = Control(handle, ShutdownRequest, in how);
        var errno = Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (result != 0)
        {
            throw new InvalidOperationException($"the shutdown of {folder} failed: errno {errno}");
        }
    }

    /// <summary>Processes that just ended may hold files for a moment.</summary>
    public async Task UnmountAsync()
    {
        for (var tries = 1; ; tries++)
        {
            var (code, output) = await ChildProcess.RunAsync(Machine.Find("umount"), folder);
            if (code == 0)
            {
                _mounted = false;
                return;
            }

            if (tries == UnmountTries)
            {
                throw new InvalidOperationException($"umount {folder}: {output}");
            }

            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_mounted)
        {
            await UnmountAsync();
        }

        File.Delete(image);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int handle, nuint request, in uint argument);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
