using System.Diagnostics;
using DexExtra.RealParts;

namespace DexExtra.Drill;

/// <summary>What is done to backups: killed half way, bits flipped, no room. Each says what it saw.</summary>
internal sealed class Faults(string config, string backups, Random random)
{
    private const int KillWithinMs = 1_500;
    private const int MostObjects = 12;
    private const string Tracer = "/usr/bin/strace";
    private const string TinyDisk = "size=1m,mode=700";

    /// <summary>What makes a backup durable, and about how often one does it.</summary>
    private static readonly (string Call, int Most)[] Calls = [("rename", 12), ("fdatasync", 12), ("fsync", 4), ("unlink", 2)];

    /// <summary>
    /// Kills backups: at a random moment after a random number of new objects, or at the n-th call that makes something
    /// durable. A killed one has no manifest, or a whole one; returns how many had none.
    /// </summary>
    public async Task<int> KillBackupsAsync(int times)
    {
        var killed = 0;
        for (var time = 0; time < times; time++)
        {
            var before = Manifests().Length;
            await (CanTrace && time % 2 == 1 ? KillAtCallAsync() : KillAtMomentAsync());
            var made = Manifests().Length - before;
            killed += made == 0 ? 1 : 0;
            if (made != 0)
            {
                await Products.RunAsync(Products.Backup, "verify", "--from", backups);
            }
        }

        return killed;
    }

    private async Task RestoreWithoutRoomAsync(string data)
    {
        var (exit, output) = await Products.EndOfAsync(
            Products.Backup, "restore", "--from", backups, "--data", data);
        if (exit != 1 || !output.Contains("ENOSPC", StringComparison.Ordinal) || Directory.Exists(data))
        {
            throw new DrillException($"a restore to a full disk gave exit code {exit}: {output}");
        }
    }

    private async Task KillAtMomentAsync()
    {
        var objects = Objects() + random.Next(MostObjects);
        using var process = ChildProcess.Start(Products.Backup, Arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        while (Objects() < objects && !process.HasExited)
        {
            await Task.Delay(1);
        }

        await Task.Delay(random.Next(KillWithinMs));
        process.Kill();
        await process.WaitForExitAsync();
        await errors;
        if ((await output).StartsWith("backup ", StringComparison.Ordinal) && Manifests().Length == 0)
        {
            throw new DrillException("a backup said that it was complete and has no manifest");
        }
    }

    private async Task KillAtCallAsync()
    {
        var (call, most) = random.GetItems(Calls, 1)[0];
        var inject = $"inject={call}:signal=SIGKILL:when={random.Next(1, most + 1)}";
        await Products.EndOfAsync(
            Tracer, ["-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", inject, Products.Backup, .. Arguments]);
    }

    /// <summary>Flips a bit in files of the backup: a restore names the file and leaves nothing.</summary>
    public async Task FlipBitsAsync(string scratch, int times)
    {
        foreach (var file in random.GetItems(Named(), times))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            var place = random.Next(bytes.Length);
            bytes[place] ^= (byte)(1 << random.Next(8));
            var flipped = bytes[place];
            await File.WriteAllBytesAsync(file, bytes);
            var (exit, output) = await Products.EndOfAsync(
                Products.Backup, "restore", "--from", backups, "--data", scratch);
            if (exit != 1 || !output.Contains(file, StringComparison.Ordinal)
                || !output.Contains("hash", StringComparison.Ordinal) || Directory.Exists(scratch))
            {
                throw new DrillException($"a bit of {file} at {place} ({flipped:x2}) gave exit code {exit}: {output}");
            }

            await Restored(file, bytes, place);
        }
    }

    /// <summary>
    /// A target without room: exit code 1, no backup, no data folder. False where nothing may be mounted.
    /// </summary>
    public async Task<bool> FillDiskAsync(string target)
    {
        Directory.CreateDirectory(target);
        var mount = await ChildProcess.RunAsync(
            ChildProcess.Find("mount", "/usr/bin", "/bin"), "-t", "tmpfs", "-o", TinyDisk, "tmpfs", target);
        if (mount.ExitCode != 0)
        {
            return false;
        }

        try
        {
            var (exit, output) = await Products.EndOfAsync(
                Products.Backup, "create", "--config", config, "--into", target);
            var manifests = Directory.GetFiles(target, "*.manifest", SearchOption.AllDirectories);
            if (exit != 1 || !output.Contains("ENOSPC", StringComparison.Ordinal) || manifests.Length > 0)
            {
                throw new DrillException($"a full disk gave exit code {exit}, {manifests.Length} manifests: {output}");
            }

            await RestoreWithoutRoomAsync(Path.Combine(target, "data"));
            return true;
        }
        finally
        {
            await ChildProcess.RunCheckedAsync(ChildProcess.Find("umount", "/usr/bin", "/bin"), target);
        }
    }

    private static bool CanTrace { get; } = File.Exists(Tracer);

    private string[] Arguments => ["create", "--config", config, "--into", backups, "--keep", "2"];

    private static async Task Restored(string file, byte[] bytes, int place)
    {
        var flipped = bytes[place];
        for (var bit = 0; bit < 8; bit++)
        {
            bytes[place] = (byte)(flipped ^ (1 << bit));
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
            if (hash == Path.GetFileName(file))
            {
                await File.WriteAllBytesAsync(file, bytes);
                return;
            }
        }

        throw new UnreachableException(file);
    }

    /// <summary>Objects that the newest manifest names.</summary>
    private string[] Named()
    {
        var manifest = File.ReadAllText(Manifests()[^1]);
        return
        [
            .. Directory.GetFiles(Path.Combine(backups, "objects"))
                .Where(file => new FileInfo(file).Length > 0)
                .Where(file => manifest.Contains(Path.GetFileName(file), StringComparison.Ordinal)).Order(),
        ];
    }

    private int Objects()
    {
        var folder = Path.Combine(backups, "objects");
        return Directory.Exists(folder) ? Directory.GetFiles(folder).Length : 0;
    }

    private string[] Manifests()
    {
        var folder = Path.Combine(backups, "backups");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.manifest").Order()] : [];
    }
}
