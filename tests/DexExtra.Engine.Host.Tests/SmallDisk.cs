using System.Diagnostics;

namespace DexExtra.Engine.Host.Tests;

/// <summary>A tmpfs of a stated size, and a file in it that takes space away. Only root can make one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk()
    {
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("dexextra-disk-").FullName;

    private string Filler => Path.Combine(Folder, "filler");

    public static SmallDisk Mount(int mebibytes)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root: mounts a tmpfs");
        var disk = new SmallDisk();
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", disk.Folder));
        return disk;
    }

    /// <summary>Takes space until this much is left.</summary>
    public void LeaveFree(int mebibytes)
    {
        using var file = new FileStream(Filler, FileMode.Append);
        var chunk = new byte[1 << 20];
        while (new DriveInfo(Folder).AvailableFreeSpace >= (long)(mebibytes + 1) << 20)
        {
            file.Write(chunk);
        }
    }

    public void GiveBack() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
