using System.Globalization;
using System.Numerics;
using DexExtra.Engine.Inspection;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>
/// ENG-01: the same random commands through the engine and the reference; every frame equal to the byte, every
/// balance, position, book and pool equal. DEXEXTRA_SEED picks the first seed, DEXEXTRA_COMMANDS the length.
/// </summary>
[Trait("rule", "ENG-01")]
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int StateCheckEvery = 25;

    /// <summary>Capacities that the streams run into all the time.</summary>
    public static EngineOptions Tight => new()
    {
        MaxAccounts = 6,
        MaxAssets = 3,
        MaxMarkets = 4,
        MaxBalances = 7,
        MaxPositions = 9,
        MaxOpenOrders = 24,
        MaxLadderNodes = 512,
        MaxClientOrderIds = 30,
        MaxUnsettledMatches = 24,
        MaxChains = 2,
        MaxExpiriesPerCommand = 2,
        HashSeed = 77,
    };

    /// <summary>Hardly any room for unsettled matches: orders stop in the middle of matching.</summary>
    public static EngineOptions Backlogged => Tight with { MaxUnsettledMatches = 3, MaxOpenOrders = 200 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Engine_and_reference_agree_on_every_byte_with_room_to_spare(int seed) => Run(Venue.SmallOptions, seed);

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(104)]
    public void Engine_and_reference_agree_on_every_byte_at_their_limits(int seed) => Run(Tight, seed);

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    public void Engine_and_reference_agree_on_every_byte_when_settlement_lags(int seed) => Run(Backlogged, seed);

    private static int Setting(string name, int fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : fallback;

    private void Run(EngineOptions options, int seed)
    {
        seed += Setting("DEXEXTRA_SEED", 0);
        var commands = Setting("DEXEXTRA_COMMANDS", 4_000);
        output.WriteLine($"seed {seed}, {commands} commands");
        var engine = new Engine(options);
        var reference = new ReferenceEngine(options);
        var stream = new CommandStream(seed);
        var buffer = new byte[Limits.MaxEventFrameBytes];
        for (var count = 0; count < commands; count++)
        {
            var command = stream.Next();
            var sink = new EventFrameWriter(buffer);
            engine.Apply(command, ref sink);
            var expected = reference.Apply(command);
            if (!expected.SequenceEqual(sink.Frame))
            {
                var what = $"seed {seed} command {stream.Sequence} {CommandCodec.Header(command).Type}";
                Assert.Equal(EventText.Describe(expected), EventText.Describe(sink.Frame));
                Assert.Fail(what + ": frames differ in bytes the text does not show");
            }

            if (count % StateCheckEvery == 0 || count == commands - 1)
            {
                engine.Audit();
                Compare(engine.View, reference.State);
            }
        }
    }

    private static void Compare(EngineView view, ReferenceState state)
    {
        Assert.Equal(state.Accounts.Count, view.Accounts);
        Assert.Equal(state.Resting().Count(), view.OpenOrders);
        Assert.Equal((ulong)state.Matches.Count + 1, view.NextMatchId);
        Assert.Equal((ulong)state.FirstUnsettled + 1, view.OldestUnsettledMatchId);
        foreach (var market in state.Markets.Values)
        {
            CompareSide(view, market, Side.Buy);
            CompareSide(view, market, Side.Sell);
            Assert.Equal(market.Pool, (BigInteger)view.Pool(market.Terms.MarketId));
        }

        foreach (var account in state.Accounts.Values)
        {
            CompareAccount(view, state, account);
        }

        foreach (var asset in state.Assets.Keys)
        {
            Assert.Equal(state.Fees[asset], (BigInteger)view.Fees(asset));
            Assert.Equal(state.Deposited[asset], (BigInteger)view.Deposited(asset));
        }
    }

    private static void CompareSide(EngineView view, ReferenceMarket market, Side side)
    {
        var actual = new BookOrder[view.OpenOrders + 1];
        var count = view.CopyOrders(market.Terms.MarketId, side, actual);
        var expected = market.Book(side).Select(o => new BookOrder(o.PriceTicks, o.OrderId, o.LeavesLots));
        Assert.Equal(expected, actual.Take(count));
    }

    private static void CompareAccount(EngineView view, ReferenceState state, ReferenceAccount account)
    {
        foreach (var (asset, available) in account.Available)
        {
            var balance = view.Balance(account.Id, asset);
            Assert.Equal(available, (BigInteger)balance.Available);
            Assert.Equal(account.Held(asset, state.Markets.Values), (BigInteger)balance.Held);
        }

        foreach (var (market, position) in account.Positions)
        {
            var actual = view.Position(account.Id, market);
            Assert.Equal(position.Lots, actual.Lots);
            Assert.Equal(position.Cost, (BigInteger)actual.Cost);
        }
    }
}
