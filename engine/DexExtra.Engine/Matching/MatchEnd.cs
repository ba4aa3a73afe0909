namespace DexExtra.Engine.Matching;

/// <summary>Why matching an incoming order stopped.</summary>
internal enum MatchEnd
{
    Filled,

    /// <summary>No opposite order within the limit is left.</summary>
    NothingCrosses,

    /// <summary>S2 CANCEL_NEWEST: the next opposite order belongs to the same owner.</summary>
    SelfTrade,

    /// <summary>The command made as many matches as it may.</summary>
    FillLimit,
}
