using System.Text.Json;
using DexExtra.Settlement;
using DexExtra.Settlement.Chain;
using DexExtra.Signing;
using DexExtra.Simulation.Models;
using DexExtra.Simulation.Storage;
using DexExtra.Simulation.Wires;
using Microsoft.Extensions.Logging.Abstractions;

namespace DexExtra.Simulation.Venue;

/// <summary>One life of the settlement process: the real agent, turned as its loop turns it.</summary>
internal sealed class SettlementNode : IDisposable
{
    private const uint SourceId = 100;

    private static readonly SettlementSection Section = new()
    {
        HealthPort = 1,
        SourceId = SourceId,
        RpcUrl = "http://simulated",
        ChainId = SimChain.Id,
        VaultAddress = SimChain.Vault.ToString(),
        ExchangeAddress = SimChain.Exchange.ToString(),
        DeployBlock = 1,
        OperatorKeyFile = "none",
        Finality = JsonDocument.Parse(SimChain.FinalityDepth.ToString()).RootElement,
        BatchMaxTrades = 4,
        BatchMaxAgeMs = 0,
        MaxInFlight = 3,
        ReplaceAfterMs = 20_000,
        ResendMs = 300,
    };

    private readonly SettlementAgent _agent;

    public SettlementNode(SimDisk disk, SimStreams streams, SimChain chain, PrivateKey key) =>
        _agent = new SettlementAgent(new AgentParts
        {
            Venue = SimFolders.Section,
            Section = Section,
            Chain = chain,
            Storage = disk,
            Key = key,
            Publication = streams.Publish(SourceId),
            Log = NullLogger.Instance,
        });

    /// <summary>What its cursor's file would say.</summary>
    public (long Seen, long Done) Position => _agent.Cursor;

    /// <summary>Matches whose settlement is not over, as far as this process knows.</summary>
    public int Unsettled => _agent.Book.Matches.Count;

    /// <summary>One turn of the loop: news of the log, a look at the chain, reports to the engine.</summary>
    public void Step(long nowMs, bool looksAtChain)
    {
        if (_agent.PollLog(nowMs) == SettlementLimits.RecordsPerStep || !_agent.IsLogWhole)
        {
            return;
        }

        if (looksAtChain)
        {
            LookAtChain(nowMs);
        }

        _agent.Report(nowMs);
    }

    public void Dispose() => _agent.Dispose();

    private void LookAtChain(long nowMs)
    {
        try
        {
            _agent.StepChainAsync(nowMs, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is ChainUnavailableException or RpcErrorException)
        {
            _agent.Disconnect();
        }
    }
}
