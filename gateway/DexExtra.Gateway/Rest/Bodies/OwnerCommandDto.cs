namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The account after a command of its owner; of a withdrawal also its number.</summary>
internal sealed record OwnerCommandDto(AccountDto Account, WithdrawalDto? Withdrawal, string Sequence);
