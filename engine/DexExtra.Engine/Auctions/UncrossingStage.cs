namespace DexExtra.Engine.Auctions;

/// <summary>What an uncrossing does next; each stage may take several commands.</summary>
internal enum UncrossingStage : byte
{
    /// <summary>S6: takes out what one owner could only trade with himself.</summary>
    Preventing,

    /// <summary>A7: makes the fills.</summary>
    Pairing,
}
