namespace DexExtra.Sealing;

/// <summary>Every fixed size of sealed values. Units are last in the names.</summary>
public static class SealingLimits
{
    /// <summary>Longest text that is sealed, UTF-8: a reference or an address of a person, no document.</summary>
    public const int PlainMaxBytes = 1_024;

    /// <summary>A key's name in the ring: letters, digits, dot, dash, underscore.</summary>
    public const int KeyIdMaxCharacters = 32;

    internal const int KeyBytes = 32;
    internal const int NonceBytes = 12;
    internal const int TagBytes = 16;
}
