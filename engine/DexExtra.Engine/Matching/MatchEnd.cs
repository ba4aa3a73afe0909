namespace DexExtra.Engine.Matching;

/// <summary>Why matching an incoming order stopped.</summary>
internal enum MatchEnd
{
    Filled,

    /// <summary>No opposite order within the limit is left.</summary>
    NothingCrosses,

    /// <summary>S2: an opposite order belonged to the same owner, and the mode ends the incoming order.</summary>
    SelfTrade,

    /// <summary>The command met as many orders, or made as many matches, as it may.</summary>
    FillLimit,

    /// <summary>B3, B4: the next opposite order is priced outside the window.</summary>
    WindowEdge,
}
