namespace DexExtra.Bench.Core;

/// <summary>What one mode did on one workload: the JSON of <c>bench core</c>. Rates per second, times in ns.</summary>
internal sealed record CoreFigures(
    string Mode, int Operations, int Prefill, int Runs, RateRange OpsPerSecond, double NsPerOp,
    BatchFigures BatchNsPerOp, Percentiles Ns, long Trades, long Quantity, string Notional, string TradeHash,
    long AllocatedBytes, int Collections);
