using System.Globalization;
using DexExtra.Gateway.SignIn;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Signing;
using DexExtra.Transport;

[assembly: AssemblyFixture(typeof(Venue))]

namespace DexExtra.Gateway.Tests.Support;

/// <summary>
/// A whole small venue on real parts: the engine process, shared memory, the event log on disk, and the gateway with
/// real sockets. Shared by all tests of the assembly; tests stay apart by fresh accounts and fresh markets. Gateways
/// with other limits or manual time are started beside the common one, on the same engine.
/// </summary>
public class Venue : IAsyncLifetime
{
    public const ulong ChainId = 31_337;
    public const uint AssetId = 1;

    private static readonly Address ExchangeAddress = Address.Parse("0x5fbdb2315678afecb367f032d93f642f64180aa3");
    private static readonly Address Token = Address.Parse("0x00000000000000000000000000000000000000c1");

    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-gateway-").FullName;
    private readonly Lock _gate = new();
    private Doorbell _doorbell = null!;
    private CommandSource _deposits = null!;
    private EngineProcess _engine = null!;
    private uint _lastMarketId;
    private uint _lastSourceId;
    private ulong _lastDepositId;

    internal static Eip712Domain Domain { get; } = Eip712Domain.ForVenue(ChainId, ExchangeAddress);

    internal PrivateKey AdminKey { get; } = PrivateKey.Generate();

    internal PrivateKey SecondAdminKey { get; } = PrivateKey.Generate();

    internal PrivateKey SettlementKey { get; } = PrivateKey.Generate();

    /// <summary>Keys of the access tokens of every gateway here, unless a test changes that.</summary>
    internal string TokenKeyFile => Path.Combine(_folder, "sign-in.pem");

    internal VenueSection Section { get; private set; } = null!;

    internal RunningGateway Gateway { get; private set; } = null!;

    /// <summary>Whether the chain settles net balances (docs/money.md §2).</summary>
    protected virtual bool NettedSettlement => false;

    /// <summary>Whether the settlement process pays withdrawals.</summary>
    protected virtual bool Withdrawals => false;

    public async ValueTask InitializeAsync()
    {
        Section = new VenueSection
        {
            Name = "gateway-tests",
            DataFolder = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName,
            RunFolder = Directory.CreateDirectory(Path.Combine(_folder, "run")).FullName,
        };
        TokenKeyFiles.Write(TokenKeyFile, TokenKeyFiles.NewKey());
        await StartEngineAsync();
        _doorbell = Doorbell.Open(Section.EngineDoorbell);
        _deposits = new CommandSource(SharedMemoryPublication.Open(new PublicationOptions
        {
            StreamsFolder = Section.StreamsFolder,
            SourceId = 100,
            Doorbell = _doorbell,
        }));
        Gateway = await StartGatewayAsync();
        ApiContract.Use(await Gateway.Rest.GetTextAsync("/v1/openapi.json"));
        await Gateway.Rest.ListAssetAsync(AdminKey, AssetId, 6, Token, "USDC");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Gateway.DisposeAsync();
        _deposits.Dispose();
        _doorbell.Dispose();
        _engine.Dispose();
        AdminKey.Dispose();
        SecondAdminKey.Dispose();
        SettlementKey.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal async Task StartEngineAsync() => _engine = await EngineProcess.StartAsync(Section, NettedSettlement);

    internal void KillEngine() => _engine.Kill();

    /// <summary>Another gateway on the same engine, under its own source id.</summary>
    internal async Task<RunningGateway> StartGatewayAsync(
        GatewayLimits? limits = null, TimeProvider? time = null, uint? sourceId = null,
        Func<GatewaySection, GatewaySection>? change = null)
    {
        var section = GatewaySection(limits, sourceId);
        return await RunningGateway.StartAsync(
            Section, change is null ? section : change(section), time ?? TimeProvider.System, NettedSettlement);
    }

    /// <summary>As above, whatever its health says.</summary>
    internal Task<RunningGateway> StartUnreadyGatewayAsync() => RunningGateway.StartUnreadyAsync(
        Section, GatewaySection(null, null), TimeProvider.System, NettedSettlement);

    private GatewaySection GatewaySection(GatewayLimits? limits, uint? sourceId) =>
        new()
        {
            SourceId = sourceId ?? Interlocked.Increment(ref _lastSourceId),
            HttpPort = 0,
            OrderEntryPort = 0,
            ChainId = ChainId,
            ExchangeAddress = ExchangeAddress.ToString(),
            AdminAddress = AdminKey.Address.ToString(),
            SecondAdminAddress = SecondAdminKey.Address.ToString(),
            SettlementAddress = SettlementKey.Address.ToString(),
            Withdrawals = Withdrawals,
            TrustForwardedFor = true,
            SignIn = new SignInSection
            {
                KeyFile = TokenKeyFile,
                Domains = [SiweTexts.Domain],
                Issuer = SiweTexts.Issuer,
            },
            Limits = limits ?? new GatewayLimits(),
        };

    /// <summary>A market of its own: tick 0.01, lot 1, no fees unless asked.</summary>
    internal async Task<uint> CreateMarketAsync(
        long floorTicks = 0, long capTicks = 10_000, long takerFeePerLot = 0,
        MarketState initialState = MarketState.Continuous)
    {
        var marketId = Interlocked.Increment(ref _lastMarketId);
        FixedText64.TryCreate(string.Create(CultureInfo.InvariantCulture, $"METRIC-{marketId}"), out var metricId);
        await Gateway.Rest.CreateMarketAsync(AdminKey, new CreateMarket
        {
            MarketId = marketId,
            AssetId = AssetId,
            TickSize = 1_000_000,
            LotSize = FixedPoint.One,
            Multiplier = FixedPoint.One,
            FloorTicks = floorTicks,
            CapTicks = capTicks,
            TakerFeePerLot = takerFeePerLot,
            MakerFeePerLot = 0,
            MaxOrderLots = 1_000_000,
            ProtectionTicks = 100,
            InitialState = initialState,
            Life = MarketLives.Far,
            QuestionHash = Keccak256.Hash([1]),
            MetricId = metricId,
        });
        return marketId;
    }

    /// <summary>A new account with money, credited.</summary>
    internal async Task<Trader> CreateTraderAsync(long deposit = 1_000_000)
    {
        var trader = new Trader();
        lock (_gate)
        {
            _deposits.Publish(CommandType.Deposit, new Deposit
            {
                DepositId = ++_lastDepositId,
                Account = trader.Account,
                Token = Token,
                Amount = (Int128)deposit * FixedPoint.One,
                TransactionHash = Keccak256.Hash([2]),
                ChainId = ChainId,
            });
        }

        await Gateway.Rest.WaitForBalanceAsync(trader);
        return trader;
    }
}
