namespace DexExtra.Transport;

/// <summary>What a consumer can do with a stream file it found.</summary>
public enum StreamStatus
{
    /// <summary>It can be opened.</summary>
    Ready = 1,

    /// <summary>It is of an earlier boot of the machine; its producer will replace it.</summary>
    Stale = 2,

    /// <summary>Its header makes no sense; an operator has to remove it.</summary>
    Damaged = 3,
}
