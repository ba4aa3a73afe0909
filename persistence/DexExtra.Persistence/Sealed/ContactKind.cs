namespace DexExtra.Persistence.Sealed;

/// <summary>What a row of account_contacts holds.</summary>
internal enum ContactKind
{
    Email,
    Phone,

    /// <summary>Case number at whoever checks identities.</summary>
    KycReference,
}
