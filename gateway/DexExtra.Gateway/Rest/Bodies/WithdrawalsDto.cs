namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Withdrawals, those under way first.</summary>
internal sealed record WithdrawalsDto(IReadOnlyList<WithdrawalDto> Withdrawals, string Sequence);
