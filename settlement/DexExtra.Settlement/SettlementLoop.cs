using DexExtra.Settlement.Chain;
using DexExtra.Transport;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement;

/// <summary>
/// Turns the agent: events as soon as they come, the chain at a fixed interval, with growing pauses while the node does
/// not answer. One logical thread; waiting for events blocks it for at most one interval.
/// </summary>
internal sealed class SettlementLoop(SettlementAgent agent, Doorbell eventsBell, int pollIntervalMs, ILogger log)
{
    private const int LongestWaitMs = 100;

    private volatile bool _isHurried;
    private long _nextChainMs;
    private TimeSpan _backoff = SettlementLimits.FirstBackoff;

    /// <summary>The chain has news: look at the next turn, unless the node does not answer. Any thread.</summary>
    public void Hurry() => _isHurried = true;

    public async Task RunAsync(CancellationToken stopping)
    {
        long nextReportMs = 0;
        while (!stopping.IsCancellationRequested)
        {
            var seen = eventsBell.Observe();
            var nowMs = Environment.TickCount64;
            var records = agent.PollLog(nowMs);
            if (records == SettlementLimits.RecordsPerStep)
            {
                // still catching up: half a book must not talk to the chain
                continue;
            }

            if (!agent.IsLogWhole)
            {
                eventsBell.Wait(seen, LongestWaitMs);
                continue;
            }

            if (nowMs >= _nextChainMs || (_isHurried && _backoff == SettlementLimits.FirstBackoff))
            {
                _isHurried = false;
                await StepChainAsync(nowMs, stopping);
                nextReportMs = 0;
            }

            if (nowMs >= nextReportMs)
            {
                agent.Report(nowMs);
                nextReportMs = nowMs + SettlementLimits.ReportIntervalMs;
            }

            eventsBell.Wait(seen, (int)Math.Clamp(_nextChainMs - Environment.TickCount64, 1, LongestWaitMs));
        }
    }

    private async Task StepChainAsync(long nowMs, CancellationToken stopping)
    {
        try
        {
            await agent.StepChainAsync(nowMs, stopping);
            _backoff = SettlementLimits.FirstBackoff;
            _nextChainMs = nowMs + pollIntervalMs;
        }
        catch (Exception error) when (error is ChainUnavailableException or RpcErrorException)
        {
            agent.Disconnect();
            log.LogWarning("chain: {Message}; next try in {Backoff} ms", error.Message, _backoff.TotalMilliseconds);
            _nextChainMs = nowMs + (long)_backoff.TotalMilliseconds;
            _backoff = _backoff * 2 < SettlementLimits.LastBackoff ? _backoff * 2 : SettlementLimits.LastBackoff;
        }
    }
}
