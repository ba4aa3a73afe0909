using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>
/// An engine with its sequencer: stamps commands, applies them, returns the frame as text, and audits the whole state
/// after each. Client order ids, nonces and hashes are numbered when a ticket leaves them 0.
/// </summary>
public sealed class Venue
{
    public const long StartNs = 1_700_000_000L * Limits.NsPerSecond;

    private readonly byte[] _command = new byte[Limits.MaxCommandBytes];
    private const int FrameBytes = 8 * 1024 * 1024;

    private readonly byte[] _frame = new byte[FrameBytes];
    private ulong _nextId;
    private ulong _nextDeposit = 1;

    public Venue(EngineOptions? options = null) => Engine = new Engine(options ?? SmallOptions);

    public static EngineOptions SmallOptions => new()
    {
        MaxAccounts = 64,
        MaxAssets = 4,
        MaxMarkets = 4,
        MaxBalances = 128,
        MaxPositions = 128,
        MaxOpenOrders = 16_384,
        MaxLadderNodes = 4_096,
        MaxClientOrderIds = 32_768,
        MaxUnsettledMatches = 65_536,
        MaxBustableMatches = 1_024,
        MaxChains = 2,
        MaxWithdrawals = 128,
    };

    public Engine Engine { get; }

    public long NowNs { get; set; } = StartNs;

    public long Sequence { get; private set; }

    /// <summary>Bytes of the last frame.</summary>
    public byte[] LastFrame { get; private set; } = [];

    /// <summary>Off for tests of many commands.</summary>
    public bool AuditsEachCommand { get; set; } = true;

    /// <summary>A venue with the test asset, both test markets and 10,000 units for alice, bob and carol.</summary>
    public static Venue Open(EngineOptions? options = null)
    {
        var venue = new Venue(options);
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
        venue.Apply(CommandType.CreateMarket, TestMarkets.NegativeTerms);
        venue.Deposit(Traders.Alice, 10_000);
        venue.Deposit(Traders.Bob, 10_000);
        venue.Deposit(Traders.Carol, 10_000);
        return venue;
    }

    public string[] Apply<TBody>(CommandType type, TBody body)
        where TBody : unmanaged
    {
        var length = CommandCodec.Write(_command, type, in body, 0, 0);
        return ApplyBytes(_command.AsSpan(0, length));
    }

    public string[] ApplyBytes(Span<byte> command)
    {
        ref var header = ref CommandCodec.Header(command);
        header.Sequence = ++Sequence;
        header.TimestampNs = NowNs;
        var sink = new EventFrameWriter(_frame);
        Engine.Apply(command, ref sink);
        LastFrame = sink.Frame.ToArray();
        if (AuditsEachCommand)
        {
            Engine.Audit();
        }

        return EventText.Describe(LastFrame);
    }

    public string[] Tick()
    {
        var header = new CommandHeader
        {
            Length = CommandHeader.SizeBytes,
            Type = CommandType.Tick,
            Version = CommandHeader.CurrentVersion,
        };
        System.Runtime.InteropServices.MemoryMarshal.Write(_command, in header);
        return ApplyBytes(_command.AsSpan(0, CommandHeader.SizeBytes));
    }

    public string[] Deposit(AccountId account, Int128 amount) => DepositOf(TestMarkets.Token, account, amount);

    public string[] DepositOf(Address token, AccountId account, Int128 amount) => Apply(CommandType.Deposit, new Deposit
    {
        DepositId = _nextDeposit++,
        Account = account,
        Token = token,
        Amount = amount,
        ChainId = TestMarkets.ChainId,
    });

    public string[] Buy(AccountId account, long lots, long priceTicks) =>
        Send(new OrderTicket(account, Side.Buy, lots, priceTicks));

    public string[] Sell(AccountId account, long lots, long priceTicks) =>
        Send(new OrderTicket(account, Side.Sell, lots, priceTicks));

    public string[] Send(OrderTicket ticket) => Apply(CommandType.NewOrder, Number(ticket).ToCommand());

    /// <summary>Fills in the ids that the ticket left open.</summary>
    public OrderTicket Number(OrderTicket ticket)
    {
        _nextId++;
        return ticket with
        {
            ClientOrderId = ticket.ClientOrderId == 0 ? _nextId : ticket.ClientOrderId,
            Nonce = ticket.Nonce == 0 ? _nextId : ticket.Nonce,
            Hash = ticket.Hash == 0 ? _nextId : ticket.Hash,
        };
    }

    public string[] Cancel(AccountId account, long orderId) =>
        Apply(CommandType.CancelOrder, new CancelOrder { Account = account, OrderId = orderId, ClientOrderId = 900 });

    public string[] CancelByClientId(AccountId account, ulong clientOrderId) => Apply(
        CommandType.CancelOrder,
        new CancelOrder { Account = account, OrigClientOrderId = clientOrderId, ClientOrderId = 900 });

    public string[] Settle(SettlementState state, ulong first, ulong last) => Apply(
        CommandType.SettlementUpdate,
        new SettlementUpdate { FirstMatchId = first, LastMatchId = last, State = state });
}
