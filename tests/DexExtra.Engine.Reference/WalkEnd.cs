namespace DexExtra.Engine.Reference;

/// <summary>Why a taker meets no further maker.</summary>
public enum WalkEnd
{
    None,

    /// <summary>All its lots are used.</summary>
    Done,

    /// <summary>No maker inside its limit.</summary>
    NoMaker,

    /// <summary>B3, B4: the next maker is outside the window.</summary>
    Edge,

    FillLimit,

    SelfTrade,
}
