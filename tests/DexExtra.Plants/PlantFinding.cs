namespace DexExtra.Plants;

/// <summary>The run that found a plant.</summary>
/// <param name="Run">Its stream, up to the difference.</param>
/// <param name="What">How the engine and its judge parted.</param>
/// <param name="IsKnown">It is the run that the list names.</param>
internal sealed record PlantFinding(FindingRun Run, string What, bool IsKnown);
