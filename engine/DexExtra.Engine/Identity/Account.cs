using DexExtra.Messages;

namespace DexExtra.Engine.Identity;

/// <summary>One margin unit (U1): created by its first credited deposit, never removed.</summary>
internal struct Account
{
    public AccountId Id;

    /// <summary>Slot of the owner address: scope of nonces (C10) and self-trade prevention (S1).</summary>
    public int Owner;

    /// <summary>Number of the account's last private event.</summary>
    public ulong Sequence;

    /// <summary>C6: new orders of this account are refused.</summary>
    public bool IsLocked;

    /// <summary>R6: open orders.</summary>
    public int OpenOrders;

    /// <summary>R6: of these, orders with a trigger, fired or not.</summary>
    public int Stops;

    /// <summary>First and last position in order of creation, −1 = none.</summary>
    public int FirstPosition;
    public int LastPosition;

    /// <summary>Next account of the same owner in order of creation, −1 = none (C6).</summary>
    public int NextOfOwner;

    /// <summary>X5: orders with smaller nonces are cancelled on chain.</summary>
    public ulong MinNonce;
}
