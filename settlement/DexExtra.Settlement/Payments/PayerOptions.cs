using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Settlement.Payments;

/// <summary>Who signs approvals, who brings them where.</summary>
internal sealed record PayerOptions
{
    /// <summary>Holder of the vault's APPROVER role.</summary>
    public required PrivateKey Approver { get; init; }

    public required Address Operator { get; init; }

    public required Address Vault { get; init; }

    public required ulong ChainId { get; init; }

    /// <summary>Transactions without a receipt at the same time, all kinds.</summary>
    public required int MaxInFlight { get; init; }
}
