namespace DexExtra.Simulation.Kernel;

/// <summary>The process that made the call is gone in the middle of it.</summary>
internal sealed class SimCrashException(string where) : Exception($"killed in {where}");
