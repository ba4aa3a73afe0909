namespace DexExtra.Chaos;

/// <summary>One row of the matrix of faults (docs/TESTING.md).</summary>
/// <param name="Id">As in the matrix.</param>
/// <param name="Lanes">Independent chains of runs at a time.</param>
internal sealed record ChaosRow(string Id, string Title, Dose Dose, Need Needs, int Lanes, Func<RowRun, Task> Run);
