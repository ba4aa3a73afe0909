namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>How the account stands after an unlock.</summary>
internal sealed record UnlockedDto(bool Locked, bool AllSubaccounts, string Sequence);
