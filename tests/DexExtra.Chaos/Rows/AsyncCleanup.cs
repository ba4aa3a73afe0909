using DexExtra.Chaos.Faults;

namespace DexExtra.Chaos.Rows;

/// <summary>Ends a rig on a disk of its own: the process first, then the mount, then the folders.</summary>
internal sealed class AsyncCleanup : IAsyncDisposable
{
    private PowerDisk? _disk;
    private Rig? _rig;

    public PowerDisk Add(PowerDisk disk, Rig rig)
    {
        _rig = rig;
        return _disk = disk;
    }

    public async ValueTask DisposeAsync()
    {
        if (_rig is { } rig)
        {
            rig.EndProcess();
        }

        if (_disk is { } disk)
        {
            await disk.DisposeAsync();
        }

        if (_rig is { } last)
        {
            await last.DisposeAsync();
        }
    }
}
