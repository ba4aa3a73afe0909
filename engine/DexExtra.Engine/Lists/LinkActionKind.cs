namespace DexExtra.Engine.Lists;

/// <summary>T12–T14: what can happen to an order because of another one of its list.</summary>
internal enum LinkActionKind : byte
{
    /// <summary>OCO, and a parent whose child has traded: the order ends.</summary>
    Cancel,

    /// <summary>OUO: so many lots fewer.</summary>
    TakeOut,

    /// <summary>A child gets so many active lots more.</summary>
    Activate,

    /// <summary>What a child still waits for will not come.</summary>
    ParentEnded,
}
