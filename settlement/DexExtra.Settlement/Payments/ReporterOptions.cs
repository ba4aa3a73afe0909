namespace DexExtra.Settlement.Payments;

/// <summary>Which chain pays, and how long an unanswered step waits before it is sent again.</summary>
internal sealed record ReporterOptions(ulong ChainId, long ResendMs);
