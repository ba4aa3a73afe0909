namespace DexExtra.Messages;

/// <summary>L1: equity against maintenance margin.</summary>
public enum MarginLevel : byte
{
    None = 0,

    /// <summary>Below 1.5 times.</summary>
    Warning = 1,

    /// <summary>Below 1.2 times.</summary>
    MarginCall = 2,

    /// <summary>Below.</summary>
    Liquidation = 3,
}
