namespace DexExtra.Simulation.Kernel;

/// <summary>One step of a run: what, and the seed of every chance inside it.</summary>
internal readonly record struct SimAction(ActionKind Kind, ulong Salt)
{
    public bool IsFault => Kind >= ActionKind.CrashEngine;

    public override string ToString() => $"{Kind} {Salt:x16}";
}
