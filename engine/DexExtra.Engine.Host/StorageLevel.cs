namespace DexExtra.Engine.Host;

/// <summary>JRN-09: how much space is left for the logs.</summary>
internal enum StorageLevel
{
    /// <summary>Enough.</summary>
    Ample = 0,

    /// <summary>Less than two segments of each log: nothing that adds risk is accepted.</summary>
    Low = 1,

    /// <summary>Less than one segment of each log: the venue stops.</summary>
    Exhausted = 2,
}
