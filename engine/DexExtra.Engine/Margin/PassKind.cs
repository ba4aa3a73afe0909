namespace DexExtra.Engine.Margin;

/// <summary>What a pass over the positions of a market is for.</summary>
internal enum PassKind : byte
{
    /// <summary>L1, L5: levels of their units, and the ranking.</summary>
    Review,

    /// <summary>L5: the next positions to be deleveraged.</summary>
    Candidates,

    /// <summary>L2-6: what every winner could pay.</summary>
    Weights,

    /// <summary>L2-6: what every winner pays.</summary>
    Charges,
}
