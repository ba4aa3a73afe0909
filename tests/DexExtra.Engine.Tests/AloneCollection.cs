namespace DexExtra.Engine.Tests;

/// <summary>
/// Tests that count allocated bytes run alone: a collection that others cause counts the unused rest of the thread's
/// allocation context, up to 8 KiB, as allocated.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneCollection
{
    public const string Name = "alone";
}
