namespace DexExtra.Gateway.Rest;

/// <summary>HTTP status of a refusal and what the caller should do.</summary>
internal sealed record RejectEntry(int Status, string Detail);
