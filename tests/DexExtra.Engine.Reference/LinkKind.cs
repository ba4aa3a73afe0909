namespace DexExtra.Engine.Reference;

/// <summary>What happened to an order of a list.</summary>
public enum LinkKind
{
    Fill,

    /// <summary>A stop was released.</summary>
    Trigger,

    End,
}
