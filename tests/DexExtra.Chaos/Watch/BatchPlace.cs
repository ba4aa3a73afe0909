namespace DexExtra.Chaos.Watch;

/// <summary>One batch header as it stands in a file (journal/FORMAT.md §1.2).</summary>
internal sealed record BatchPlace(string File, long Offset, long Batch, long FirstSequence, long LastSequence);
