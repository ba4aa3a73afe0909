using System.Collections.Concurrent;
using DexExtra.RealParts;

namespace DexExtra.Chaos;

/// <summary>What a run that is interrupted leaves behind otherwise: processes, mounts, folders in memory.</summary>
internal static class LiveRigs
{
    private static readonly ConcurrentDictionary<Rig, bool> Rigs = new();

    public static void Add(Rig rig) => Rigs[rig] = true;

    public static void Remove(Rig rig) => Rigs.TryRemove(rig, out _);

    public static async Task EndAllAsync()
    {
        foreach (var rig in Rigs.Keys)
        {
            rig.EndProcess();
            if (Machine.Lacks(Need.Mounts) is null)
            {
                await ChildProcess.RunAsync(Machine.Find("umount"), "-l", rig.Engine.DataFolder);
            }

            rig.Engine.Dispose();
        }

        await Servers.StopAsync();
    }
}
