namespace DexExtra.Simulation.Storage;

/// <summary>What a call on the disk meets: an error number, or the end of the process that makes the call.</summary>
/// <param name="CallsLeft">Changing calls that still go well before it.</param>
/// <param name="Errno">0: the process is killed in the call.</param>
internal sealed record DiskFault(int CallsLeft, int Errno);
