namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Money in one asset; owed is not positive, total is available + held + owed.</summary>
internal sealed record BalanceDto(
    uint AssetId, string Symbol, string Available, string Held, string Total, string Owed);
