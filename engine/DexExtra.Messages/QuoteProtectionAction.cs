namespace DexExtra.Messages;

/// <summary>What a <see cref="SetQuoteProtection"/> asks (C12).</summary>
public enum QuoteProtectionAction : byte
{
    /// <summary>These limits from now on, in a new window; a freeze stays.</summary>
    Set = 1,

    /// <summary>Ends a freeze and the window; the limits stay.</summary>
    Reset = 2,
}
