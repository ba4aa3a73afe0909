using DexExtra.Engine.Reference.Streams;

namespace DexExtra.Differential;

/// <summary>
/// Hands out seeds in order, each with its number of commands, until the run's are used up: the same ones however many
/// threads ask. Knows where a run that ends early can go on.
/// </summary>
internal sealed class SeedPlan(DifferentialOptions options)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, long> _running = [];
    private int _next = options.Seed;
    private long _left = options.Commands;
    private int _seedsLeft = options.Seeds ?? int.MaxValue;

    /// <summary>Null when there is nothing left to do.</summary>
    public (StreamProfile Profile, int Seed, int Commands)? Next()
    {
        lock (_lock)
        {
            if (_seedsLeft == 0 || (options.Seeds is null && _left <= 0))
            {
                return null;
            }

            var seed = _next;
            var profile = StreamProfile.Draw(options.Profile ?? StreamProfile.NameOf(seed), seed);
            var wanted = options.Seeds is null ? (int)Math.Min(options.PerSeed, _left) : options.PerSeed;
            var commands = Math.Max(wanted, profile.CommandsMin);
            _running.Add(seed, _left);
            _next = checked(_next + 1);
            _left -= commands;
            _seedsLeft--;
            return (profile, seed, commands);
        }
    }

    /// <summary>The seed has played all its commands.</summary>
    public void Finish(int seed)
    {
        lock (_lock)
        {
            _running.Remove(seed);
        }
    }

    /// <summary>The first seed that is not finished, and the commands from there on.</summary>
    public (int Seed, long Commands) Reached()
    {
        lock (_lock)
        {
            return _running.Count > 0 ? (_running.First().Key, _running.First().Value) : (_next, _left);
        }
    }
}
