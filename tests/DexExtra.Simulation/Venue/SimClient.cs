using DexExtra.Messages;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Models;
using DexExtra.Simulation.Wires;

namespace DexExtra.Simulation.Venue;

/// <summary>
/// A trader: sends signed orders and cancels, and repeats what was not answered, byte for byte. Number 0 is the
/// operator, who lists the asset and the market. One thread.
/// </summary>
internal sealed class SimClient(int number, SimDice dice, SimClock clock, SimNetwork network)
{
    public const uint AssetId = 1;
    public const uint MarketId = 1;
    private const int OutstandingMax = 8;
    private const int RetryAfterMs = 50;
    private const ulong ExpirySeconds = 1_900_000_000 + (60 * 86_400);

    private readonly List<Request> _outstanding = [];
    private uint _requests;
    private ulong _orders;

    public AccountId Account { get; } = AccountOf(number);

    public int Outstanding => _outstanding.Count;

    public static AccountId AccountOf(int number)
    {
        Span<byte> bytes = stackalloc byte[Address.SizeBytes];
        bytes.Clear();
        bytes[^1] = (byte)(number + 1);
        return new AccountId(new Address(bytes), 0);
    }

    /// <summary>The operator's part, before the market.</summary>
    public void ListAsset()
    {
        FixedText64.TryCreate("USDC", out var symbol);
        var asset = new ListAsset { AssetId = AssetId, TokenDecimals = 6, Token = SimChain.Token, Symbol = symbol };
        Send(CommandType.ListAsset, in asset);
    }

    /// <summary>The operator's part: nothing trades before it.</summary>
    public void CreateMarket()
    {
        FixedText64.TryCreate("TEST-METRIC", out var metric);
        var market = new CreateMarket
        {
            MarketId = MarketId,
            AssetId = AssetId,
            TickSize = FixedPoint.One,
            LotSize = FixedPoint.One,
            Multiplier = FixedPoint.One,
            CapTicks = 100,
            TakerFeePerLot = 300,
            MakerFeePerLot = 100,
            MaxOrderLots = 1_000,
            ProtectionTicks = 10,
            QuestionHash = HashOf(1, 1),
            MetricId = metric,
            InitialState = MarketState.Continuous,
            Life = new MarketLife
            {
                TerminationSeconds = 5_000_000_000,
                ObservationStartSeconds = 5_000_000_000,
                ObservationEndSeconds = 5_000_003_600,
                FallbackDeadlineSeconds = 5_000_090_000,
                Oracle = SimChain.Vault,
            },
        };
        Send(CommandType.CreateMarket, in market);
    }

    /// <summary>Something new, or something unanswered once more.</summary>
    public void Act()
    {
        if (number == 0 || _outstanding.Count >= OutstandingMax || (_outstanding.Count > 0 && dice.OneIn(4)))
        {
            Repeat();
        }
        else if (_orders > 0 && dice.OneIn(4))
        {
            Cancel();
        }
        else
        {
            Place();
        }
    }

    /// <summary>Everything unanswered for some time goes out once more.</summary>
    public void Repeat()
    {
        foreach (var request in _outstanding)
        {
            if (clock.NowMs - request.SentMs >= RetryAfterMs)
            {
                request.SentMs = clock.NowMs;
                network.ToGateway(number, request.Message);
            }
        }
    }

    public void Receive(ReadOnlySpan<byte> frame)
    {
        var correlation = new EventFrame(frame).Header.CorrelationId;
        _outstanding.RemoveAll(request => CommandCodec.Header(request.Message).CorrelationId == correlation);
    }

    private void Place()
    {
        var nonce = ++_orders;
        var ticks = dice.Between(45, 55);
        var lots = dice.Between(1, 5);
        var order = new NewOrder
        {
            ClientOrderId = nonce,
            PriceTicks = ticks,
            QuantityLots = lots,
            OrderHash = HashOf(number, nonce),
        };
        order.Order = new SignedOrder
        {
            Account = Account,
            MarketId = MarketId,
            Side = dice.OneIn(2) ? Side.Buy : Side.Sell,
            OrderType = OrderType.Limit,
            TimeInForce = dice.OneIn(4) ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancel,
            Version = SignedOrder.FirstVersion,
            LimitPrice = ticks * FixedPoint.One,
            Quantity = (UInt128)(lots * FixedPoint.One),
            MaxFeePerUnit = FixedPoint.One,
            ExpirySeconds = ExpirySeconds,
            Nonce = nonce,
        };

        // stands for the signature: the contract of the simulation reads the order's identity from it
        order.Signature.R = order.OrderHash;
        order.Signature.V = 27;
        Send(CommandType.NewOrder, in order);
    }

    private void Cancel()
    {
        var cancel = new CancelOrder
        {
            Account = Account,
            ClientOrderId = 1_000_000 + _requests,
            OrigClientOrderId = 1 + (dice.Bits() % _orders),
        };
        Send(CommandType.CancelOrder, in cancel);
    }

    private void Send<TBody>(CommandType type, in TBody body)
        where TBody : unmanaged
    {
        var message = new byte[CommandCodec.LengthOf(type)];
        CommandCodec.Write(message, type, in body, GatewayNode.Correlation(number, ++_requests), clock.NowMs);
        _outstanding.Add(new Request(message) { SentMs = clock.NowMs });
        network.ToGateway(number, message);
    }

    private static Hash32 HashOf(int owner, ulong number)
    {
        Span<byte> bytes = stackalloc byte[Hash32.SizeBytes];
        bytes.Clear();
        bytes[0] = (byte)(owner + 1);
        BitConverter.TryWriteBytes(bytes[8..], number);
        return new Hash32(bytes);
    }

    private sealed class Request(byte[] message)
    {
        public byte[] Message { get; } = message;

        public long SentMs { get; set; }
    }
}
