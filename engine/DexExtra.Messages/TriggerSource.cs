namespace DexExtra.Messages;

/// <summary>T1: the price that fires a stop, FIX tag 1107.</summary>
public enum TriggerSource : byte
{
    /// <summary>Last trade of the market's book.</summary>
    Last = 1,
    Mark = 2,

    /// <summary>The external index of the market, where it has one.</summary>
    Index = 3,
}
