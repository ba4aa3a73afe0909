using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A withdrawal (K2); what is not known yet is null.</summary>
internal sealed record WithdrawalDto(
    string WithdrawalId,
    uint AssetId,
    string Amount,
    string Recipient,
    string Nonce,
    [property: Words(typeof(WithdrawalState))] string State,
    uint? FailureCode,
    string? TransactionHash,
    string? BlockNumber);
