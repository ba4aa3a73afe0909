using DexExtra.Simulation.Kernel;

namespace DexExtra.Simulation.Storage;

/// <summary>
/// The names in one folder, in two layers. Names that were not synced survive in order, up to some point (journaling
/// file systems keep the order of metadata). One thread.
/// </summary>
internal sealed class SimFolder
{
    private const int UnsyncedMax = 32;

    private readonly List<Dictionary<string, SimFile>> _unsynced = [];
    private Dictionary<string, SimFile> _stable = [];

    public Dictionary<string, SimFile> Names { get; private set; } = [];

    public IReadOnlyDictionary<string, SimFile> StableNames => _stable;

    public bool IsLocked { get; set; }

    /// <summary>Call after each change of names. The oldest changes reach the disk by themselves.</summary>
    public void Changed()
    {
        _unsynced.Add(new Dictionary<string, SimFile>(Names));
        if (_unsynced.Count > UnsyncedMax)
        {
            _stable = _unsynced[0];
            _unsynced.RemoveAt(0);
        }
    }

    public void Sync()
    {
        _stable = new Dictionary<string, SimFile>(Names);
        _unsynced.Clear();
    }

    public void LosePower(SimDice dice)
    {
        var chosen = dice.Below(_unsynced.Count + 1);
        Names = new Dictionary<string, SimFile>(chosen == 0 ? _stable : _unsynced[chosen - 1]);
        var keepPercent = dice.Pick<int>([0, 50, 100]);
        foreach (var file in Names.Values)
        {
            file.LosePower(dice, keepPercent);
        }

        IsLocked = false;
        Sync();
    }
}
