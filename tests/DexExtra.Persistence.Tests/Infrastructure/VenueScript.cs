using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>
/// Frames made by hand: seeded random lives of all kinds of orders and of a market with its calls, each event in
/// agreement with those before it. Stops fire, children wake, pegs move and park, orders are amended and replaced.
/// </summary>
internal sealed partial class VenueScript(VenueSimulator venue, Random random)
{
    private const uint MarketId = 1;
    private const long Lot = 1_000_000;
    private const long StepNs = 40_000_000;

    private readonly List<ScriptOrder> _orders = [];
    private readonly Dictionary<AccountId, ulong> _sequences = [];
    private readonly Dictionary<AccountId, long> _positions = [];
    private readonly AccountId[] _accounts =
        [.. Enumerable.Range(1, 6).Select(number => new AccountId(VenueSimulator.AddressOf(number), (uint)number % 2))];

    private EventFrameWriter _frame = new(new byte[1024 * 1024]);
    private long _timeNs = 1_790_000_000L * Limits.NsPerSecond;
    private long _sequence;
    private ulong _clientOrderId;
    private ulong _nonce;
    private ulong _matchId;
    private ulong _marketSequence;
    private ulong _deposits;

    /// <summary>The venue's beginning, then so many frames.</summary>
    public VenueScript Run(int frames)
    {
        if (_sequence == 0)
        {
            Open();
        }

        for (var count = 0; count < frames; count++)
        {
            Begin(CommandType.Tick);
            for (var step = random.Next(1, 5); step > 0; step--)
            {
                Step();
            }

            End();
        }

        return this;
    }

    private void Open()
    {
        FixedText64.TryCreate("USDC", out var symbol);
        FixedText64.TryCreate("RAIN-BERGEN", out var metric);
        Begin(CommandType.ListAsset);
        Emit(EventType.AssetListed, new ListAsset
        {
            AssetId = 1,
            TokenDecimals = 6,
            Token = VenueSimulator.AddressOf(200),
            Symbol = symbol,
        });
        End();
        Begin(CommandType.CreateMarket);
        Emit(EventType.MarketCreated, new MarketCreated
        {
            Request = new CreateMarket
            {
                MarketId = MarketId,
                AssetId = 1,
                TickSize = 10_000,
                LotSize = Lot,
                Multiplier = FixedPoint.One,
                FloorTicks = -1_000,
                CapTicks = 100_000,
                MaxOrderLots = 10_000,
                AuctionFeePerLot = 3,
                QuestionHash = RandomHash(),
                MetricId = metric,
                InitialState = MarketState.Pending,
            },
            TickValue = 100,
        });
        End();
        Begin(CommandType.Deposit);
        foreach (var account in _accounts)
        {
            Emit(EventType.DepositCredited, new DepositCredited
            {
                Request = new Deposit
                {
                    DepositId = ++_deposits,
                    Account = account,
                    Token = VenueSimulator.AddressOf(200),
                    Amount = 1_000 * (Int128)FixedPoint.One,
                    TransactionHash = RandomHash(),
                    ChainId = VenueSimulator.ChainId,
                },
                AccountSequence = Next(account),
                AssetId = 1,
                Available = 1_000 * (Int128)FixedPoint.One,
            });
        }

        End();
    }

    private void Step()
    {
        switch (random.Next(24))
        {
            case < 5:
                AcceptOne();
                break;
            case 5:
                AcceptBracket();
                break;
            case 6:
                RefuseList();
                break;
            case < 11:
                Trade(0, _timeNs);
                break;
            case < 13:
                Change(order => order.Leaves > 1, Reduce);
                break;
            case 13:
                Change(order => order.IsStop && order.Status == OrderStatus.PendingTrigger, Trigger);
                break;
            case < 16:
                Change(order => order.Asleep > 0, Activate);
                break;
            case < 18:
                Change(order => order.IsPegged, Reprice);
                break;
            case 18:
                Change(order => order.Status != OrderStatus.Dormant, order => Amend(order, 77));
                break;
            case 19:
                Change(order => order.Status != OrderStatus.Dormant, Replace);
                break;
            case 20:
                Change(_ => true, order => Cancel(order, CancelReason.User, RejectReason.None));
                break;
            case 21:
                AccountStep();
                break;
            default:
                MarketStep();
                break;
        }
    }

    private void Begin(CommandType type)
    {
        _timeNs += StepNs;
        _frame.Begin(new CommandHeader
        {
            Sequence = ++_sequence,
            TimestampNs = _timeNs,
            Type = type,
            Version = CommandHeader.CurrentVersion,
        });
        _refused = false;
    }

    private void End()
    {
        _frame.End();
        venue.Append(_frame.Frame);
    }

    private void Emit<TBody>(EventType type, in TBody body)
        where TBody : unmanaged => _frame.Append(type, in body);

    private ulong Next(AccountId account) => _sequences[account] = _sequences.GetValueOrDefault(account) + 1;

    private void Change(Func<ScriptOrder, bool> fits, Action<ScriptOrder> change)
    {
        var open = _orders.Where(order => order.IsOpen && fits(order)).ToList();
        if (open.Count > 0)
        {
            change(open[random.Next(open.Count)]);
        }
    }

    private Hash32 RandomHash()
    {
        Span<byte> bytes = stackalloc byte[Hash32.SizeBytes];
        random.NextBytes(bytes);
        return new Hash32(bytes);
    }
}
