namespace DexExtra.Ring.Tests;

/// <summary>An event on which each stage leaves its mark, so that later stages can prove who came before.</summary>
public sealed class TestEvent
{
    public long Value { get; set; }

    public long MarkA { get; set; }

    public long MarkB { get; set; }
}
