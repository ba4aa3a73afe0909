namespace DexExtra.Messages;

/// <summary>Why a <see cref="QuoteProtectionChanged"/> was told (C12).</summary>
public enum QuoteProtectionCause : byte
{
    Set = 1,
    Reset = 2,

    /// <summary>A limit was reached: the set is frozen and its quotes are cancelled.</summary>
    Triggered = 3,
}
