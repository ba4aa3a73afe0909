namespace DexExtra.Messages;

/// <summary>M8: a result outside floor and cap.</summary>
public enum OutOfRange : byte
{
    /// <summary>Settles at the bound.</summary>
    Clamp = 0,

    /// <summary>The proposal is refused.</summary>
    Ignore = 1,
}
