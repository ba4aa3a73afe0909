namespace DexExtra.Simulation.Kernel;

/// <summary>Which faults a run may meet, and what counts as right then.</summary>
internal enum SimMode
{
    /// <summary>No faults at all: everything must come through, at full speed.</summary>
    Calm,

    /// <summary>Everything a single honest machine, its network and its neighbours do: every promise must hold.</summary>
    Swarm,

    /// <summary>Synced bytes of the command log rot while the engine is down: it may only refuse, or be untouched.</summary>
    Rot,

    /// <summary>A disk that forgets what it called synced, while the event log kept it: only refusal is right.</summary>
    Lying,
}
