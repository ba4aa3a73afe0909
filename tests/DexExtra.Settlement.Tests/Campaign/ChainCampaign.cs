using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests.Campaign;

/// <summary>
/// Trades and withdrawals through a live local chain while everything goes wrong that may: spoiled answers, fees that
/// jump, transactions that vanish, blocks that are undone, an agent that dies at any call. What happens is drawn from a
/// seed.
/// </summary>
internal sealed class ChainCampaign(TestVenue venue, RpcProxy proxy, Random random, int matches) : IDisposable
{
    private const int MostTradesPerRound = 24;
    private const int CallsPerLife = 400;
    private const int FaultPercent = 3;
    private const int FeeJump = 50;
    private const int PatienceSteps = 2_000;

    /// <summary>One trade in so many has a signature that the chain refuses.</summary>
    private const int TradesPerFailure = 50;

    /// <summary>A million of the chain's coin: fees jump for thousands of batches.</summary>
    private const string OperatorBalance = "0xd3c21bcecceda1000000";

    private readonly EthereumChain _chain = new(new JsonRpcClient(proxy.Url));
    private AgentRun? _agent;
    private uint _inWallets;
    private int _made;

    /// <summary>Matches that must fail on chain and be taken back (X4).</summary>
    public HashSet<int> Bad { get; } = [];

    /// <summary>How often each kind of harm was done.</summary>
    public SortedDictionary<string, int> Harm { get; } = [];

    /// <summary>Whole USDC that were asked for and must arrive.</summary>
    public uint Withdrawn => _inWallets;

    public void Dispose()
    {
        _agent?.Dispose();
        _chain.Dispose();
    }

    /// <summary>Until every match is made, settled for good, and every withdrawal paid for good.</summary>
    public async Task RunAsync()
    {
        await venue.Node.RpcAsync("anvil_setBalance", venue.Operator.Address.ToString(), OperatorBalance);
        proxy.FaultPercent = FaultPercent;
        while (_made < matches)
        {
            Trade();
            await (random.Next(6) switch
            {
                0 => LoseTransactionsAsync(),
                1 => JumpFeesAsync(),
                2 => UndoBlocksAsync(),
                _ => StepsAsync(1 + random.Next(3)),
            });
        }

        proxy.FaultPercent = 0;
        for (var steps = 0; !IsOver(); steps++)
        {
            Assert.True(steps < PatienceSteps, $"not over in {PatienceSteps} steps: {_agent?.Agent.Status}");
            await StepsAsync(1);
        }

        await StepsAsync(3);
    }

    private bool IsOver() => _agent is { } agent
        && agent.Agent.PollLog(agent.NowMs) == 0
        && agent.Book is { Matches: { Count: 0, Last: var last }, Withdrawals.Count: 0, Failed.Count: 0 }
        && last == (ulong)(matches + Bad.Count);

    /// <summary>Some trades either way, now and then a withdrawal between them.</summary>
    private void Trade()
    {
        venue.Unlock(venue.Alice);
        venue.Unlock(venue.Bob);
        for (var left = Math.Min(matches - _made, 1 + random.Next(MostTradesPerRound)); left > 0; left--)
        {
            var (maker, taker) = random.Next(2) == 0 ? (venue.Alice, venue.Bob) : (venue.Bob, venue.Alice);
            var side = random.Next(2) == 0 ? Side.Sell : Side.Buy;
            venue.Place(maker, side, static order => order);
            var isBad = random.Next(TradesPerFailure) == 0;
            if (isBad)
            {
                Bad.Add((int)venue.Engine.Core.View.NextMatchId);
            }

            venue.Place(
                taker, side == Side.Sell ? Side.Buy : Side.Sell,
                order => isBad ? order with { Version = order.Version + 1 } : order);
            _made++;
            if (random.Next(MostTradesPerRound) == 0)
            {
                var usdc = 1 + (uint)random.Next(5);
                venue.RequestWithdrawal(random.Next(2) == 0 ? venue.Alice : venue.Bob, usdc);
                _inWallets += usdc;
            }
        }
    }

    /// <summary>Transactions that the node takes and forgets, until higher fees are due.</summary>
    private async Task LoseTransactionsAsync()
    {
        Count("transactions lost");
        await WithoutMiningAsync(async () =>
        {
            await StepsAsync(1, mine: false);
            await venue.Node.RpcAsync("anvil_dropAllTransactions");
            Pass(venue.Section.ReplaceAfterMs);
            await StepsAsync(1, mine: false);
        });
    }

    /// <summary>A block whose base fee is far above what was offered.</summary>
    private async Task JumpFeesAsync()
    {
        Count("fees jumped");
        await WithoutMiningAsync(async () =>
        {
            await StepsAsync(1, mine: false);
            var head = await venue.Chain.LatestAsync(TestContext.Current.CancellationToken);
            var fee = UInt128.Min(head.BaseFeePerGas * FeeJump, 300_000_000_000);
            await venue.Node.RpcAsync("anvil_setNextBlockBaseFeePerGas", RpcJson.Quantity((ulong)fee));
            await venue.Node.MineAsync(1);
            await StepsAsync(1, mine: false);
            Pass(venue.Section.ReplaceAfterMs);
            await StepsAsync(1, mine: false);
        });
    }

    /// <summary>One or two blocks with what was under way in them, seen by the agent and then undone.</summary>
    private async Task UndoBlocksAsync()
    {
        Count("blocks undone");
        await WithoutMiningAsync(async () =>
        {
            var depth = 1 + random.Next(2);
            for (var block = 0; block < depth; block++)
            {
                await StepsAsync(1, mine: false);
                await venue.Node.MineAsync(1);
            }

            await StepsAsync(1, mine: false);

            // not evm_revert: with it logs of blocks that stayed were missing later
            await venue.Node.RpcAsync("anvil_rollback", depth);
            Pass(venue.Section.ResendMs);
        });
    }

    private async Task StepsAsync(int steps, bool mine = true)
    {
        for (; steps > 0; steps--)
        {
            await TryStepAsync();
            if (mine)
            {
                await venue.Node.MineAsync(1);
            }
        }
    }

    private async Task TryStepAsync()
    {
        try
        {
            _agent ??= Open();
            await _agent.StepAsync();
        }
        catch (SimulatedCrashException)
        {
            Count("agents killed");
            _agent?.Dispose();
            _agent = null;
        }
        catch (Exception error) when (error is ChainUnavailableException or RpcErrorException)
        {
            Count("answers unusable");
            _agent!.Agent.Disconnect();
        }
    }

    /// <summary>A life that ends in one of its calls to disk or chain, before or after the effect.</summary>
    private AgentRun Open()
    {
        var crash = new CrashPoint(1 + random.Next(CallsPerLife), afterEffect: random.Next(2) == 0);
        return random.Next(4) == 0
            ? venue.OpenAgent(new CrashingStorage(crash), _chain)
            : venue.OpenAgent(FileStorage.Instance, new CrashingChain(_chain, crash));
    }

    private void Pass(long milliseconds)
    {
        if (_agent is { } agent)
        {
            agent.NowMs += milliseconds;
        }
    }

    private void Count(string harm) => Harm[harm] = Harm.GetValueOrDefault(harm) + 1;

    private async Task WithoutMiningAsync(Func<Task> action)
    {
        await venue.Node.RpcAsync("evm_setAutomine", false);
        try
        {
            await action();
        }
        finally
        {
            await venue.Node.RpcAsync("evm_setAutomine", true);
        }
    }
}
