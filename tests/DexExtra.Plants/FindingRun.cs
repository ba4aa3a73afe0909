namespace DexExtra.Plants;

/// <summary>A stream and how many of its commands it takes until the engine and its judge part.</summary>
internal sealed record FindingRun(string Profile, int Seed, int Commands);
