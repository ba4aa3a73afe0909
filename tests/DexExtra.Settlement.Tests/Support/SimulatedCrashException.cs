namespace DexExtra.Settlement.Tests.Support;

/// <summary>The process is gone at this point: no code of the agent may run after it.</summary>
internal sealed class SimulatedCrashException(string where) : Exception(where);
