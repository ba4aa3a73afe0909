namespace DexExtra.Engine.Auctions;

/// <summary>What an uncrossing does next; each stage may take several commands.</summary>
internal enum UncrossingStage : byte
{
    /// <summary>A6: finds who trades how much.</summary>
    Allotting,

    /// <summary>S6: finds the allotments of the owner who could only trade with himself.</summary>
    Collecting,

    /// <summary>S6: takes out what one owner could only trade with himself.</summary>
    Preventing,

    /// <summary>A7: makes the fills.</summary>
    Pairing,
}
