using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>One life of the settlement agent: opened, turned by hand, and gone with everything it had in
/// memory.</summary>
internal sealed class AgentRun : IDisposable
{
    private const int PatienceSteps = 400;

    private readonly TestVenue _venue;
    private readonly SharedMemoryPublication _publication;

    public AgentRun(TestVenue venue, IMappedStorage storage, IChain chain)
    {
        _venue = venue;
        _publication = SharedMemoryPublication.Open(new PublicationOptions
        {
            StreamsFolder = venue.Venue.StreamsFolder,
            SourceId = 100,
        });
        try
        {
            Agent = new SettlementAgent(new AgentParts
            {
                Venue = venue.Venue,
                Section = venue.Section,
                Chain = chain,
                Storage = storage,
                Key = venue.Operator,
                Approver = venue.Approver,
                Publication = _publication,
                Log = NullLogger.Instance,
            });
        }
        catch
        {
            _publication.Dispose();
            throw;
        }
    }

    public SettlementAgent Agent { get; }

    public SettlementBook Book => Agent.Book;

    /// <summary>Monotonic milliseconds as the agent sees them; tests move it to let time pass.</summary>
    public long NowMs { get; set; } = 1_000_000;

    /// <summary>One turn: event log in, chain, reports out, and the engine's answers to them.</summary>
    public async Task StepAsync()
    {
        NowMs += 10;
        Agent.PollLog(NowMs);
        await Agent.StepChainAsync(NowMs, TestContext.Current.CancellationToken);
        Agent.Report(NowMs);
        _venue.Engine.PumpSettlement();
        Agent.PollLog(NowMs);
    }

    public async Task RunUntilAsync(Func<bool> reached)
    {
        for (var step = 0; !reached(); step++)
        {
            Assert.True(step < PatienceSteps, $"not reached in {PatienceSteps} steps: {Agent.Status}");
            await TryStepAsync();
            await _venue.Node.MineAsync(1);
        }
    }

    /// <summary>As the real loop does: a node without a usable answer is asked again at the next turn.</summary>
    private async Task TryStepAsync()
    {
        try
        {
            await StepAsync();
        }
        catch (ChainUnavailableException unavailable)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(unavailable.Message);
        }
    }

    /// <summary>Until the engine knows every match to be final or failed.</summary>
    public Task SettleAllAsync() => RunUntilAsync(() => Agent.PollLog(NowMs) == 0 && Book.Matches.Count == 0);

    public SettlementState? StateOf(ulong matchId) => Book.Matches.Find(matchId)?.Confirmed;

    public void Dispose()
    {
        Agent.Dispose();
        _publication.Dispose();
    }
}
