using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Which events, causes, stages and answers of money the frames reached; what is never reached proves nothing.</summary>
public sealed class MoneyCoverage
{
    private const int Kinds = 256;

    private static readonly (EventType Type, Type Values, int[] Except)[] Needed =
    [
        (EventType.BalanceChanged, typeof(BalanceChange), [(int)BalanceChange.ForcedExit]),
        (EventType.PositionClosed, typeof(PositionEnd), []),
        (EventType.LiquidationChanged, typeof(LiquidationStage), []),
        (EventType.MarginCalled, typeof(MarginLevel), []),
        (EventType.WithdrawalChanged, typeof(WithdrawalState), []),
        (EventType.OwnerActionTaken, typeof(OwnerActionKind), []),
        (EventType.MarginModeChanged, typeof(MarginMode), [(int)MarginMode.Full]),
        (EventType.FundChanged, typeof(FundKind), [(int)FundKind.Account, (int)FundKind.Dust]),
        (EventType.ResultChanged, typeof(OracleUpdateKind), []),
        (EventType.MarketStateChanged, typeof(MarketState), [(int)MarketState.Pending, (int)MarketState.Cancelled, (int)MarketState.Draft]),
    ];

    private static readonly EventType[] NeededEvents =
    [
        EventType.Traded, EventType.PositionSettled, EventType.MarketSettled, EventType.PositionRanked,
        EventType.MarginReported, EventType.FeeScheduleChanged, EventType.FeeTierChanged, EventType.RiskParametersChanged,
        EventType.RiskLimitsChanged, EventType.CollateralChanged, EventType.CollateralPriceChanged,
        EventType.WithdrawalLimitsChanged, EventType.VenueStateChanged, EventType.DepositCredited,
        EventType.PositionDebtChanged, EventType.ForcedExitChanged,
    ];

    private static readonly RejectReason[] NeededRefusals =
    [
        RejectReason.InsufficientFunds, RejectReason.InsufficientMargin, RejectReason.InLiquidation, RejectReason.VenueHalted,
        RejectReason.ConfirmLargeRequired, RejectReason.OrderValueTooLarge, RejectReason.OpenOrderLimit,
        RejectReason.PositionLimit, RejectReason.OpenInterestLimit, RejectReason.DailyLossLimit, RejectReason.MarkStale,
        RejectReason.NonceCancelled, RejectReason.ForcedExitPending,
    ];

    private static readonly TradeFlags[] NeededFlags =
        [TradeFlags.Auction, TradeFlags.Liquidation, TradeFlags.Deleveraging, TradeFlags.Block, TradeFlags.Bust];

    private readonly long[] _counts = new long[64 * Kinds];
    private readonly long[] _refusals = new long[Kinds];
    private readonly long[] _commandRefusals = new long[64 * Kinds];
    private readonly long[] _modes = new long[Kinds];

    public void Add(ReadOnlySpan<byte> frame)
    {
        foreach (var item in new EventFrame(frame))
        {
            _counts[((int)item.Type * Kinds) + KindOf(item)]++;
            if (item.Type == EventType.OrderRejected)
            {
                _refusals[(int)item.Body<OrderRejected>().Reason]++;
            }
            else if (item.Type == EventType.CommandRejected)
            {
                ref readonly var rejected = ref item.Body<CommandRejected>();
                _commandRefusals[((int)rejected.CommandType % 64 * Kinds) + (int)rejected.Reason]++;
            }
            else if (item.Type == EventType.MarketCreated)
            {
                _modes[(int)item.Body<MarketCreated>().Request.MarginMode]++;
            }
        }
    }

    public void Add(MoneyCoverage other)
    {
        Add(_counts, other._counts);
        Add(_refusals, other._refusals);
        Add(_commandRefusals, other._commandRefusals);
        Add(_modes, other._modes);
    }

    /// <summary>Names of what was never reached.</summary>
    public IReadOnlyList<string> Missing()
    {
        var missing = new List<string>();
        foreach (var (type, values, except) in Needed)
        {
            missing.AddRange(Enum.GetValuesAsUnderlyingType(values).Cast<object>().Select(Convert.ToInt32)
                .Where(value => !except.Contains(value) && _counts[((int)type * Kinds) + value] == 0)
                .Select(value => $"{type} {Enum.ToObject(values, value)}"));
        }

        missing.AddRange(NeededEvents.Where(type => Count(type) == 0).Select(type => type.ToString()));
        missing.AddRange(NeededRefusals.Where(reason => _refusals[(int)reason] == 0).Select(reason => "refusal " + Codes.Of(reason)));
        missing.AddRange(NeededFlags.Where(flag => _counts[((int)EventType.Traded * Kinds) + (int)flag] == 0)
            .Select(flag => "trade " + Codes.Of(flag)));
        missing.AddRange(Enum.GetValues<MarginMode>().Where(mode => _modes[(int)mode] == 0).Select(mode => "market " + Codes.Of(mode)));
        return missing;
    }

    /// <summary>How often each event of money was seen, by its kinds.</summary>
    public IEnumerable<string> Table()
    {
        foreach (var type in Enum.GetValues<EventType>().Where(type => Count(type) > 0))
        {
            var values = Array.Find(Needed, item => item.Type == type).Values;
            var kinds = values is null
                ? string.Empty
                : string.Join(", ", Enum.GetValuesAsUnderlyingType(values).Cast<object>().Select(Convert.ToInt32)
                    .Where(value => _counts[((int)type * Kinds) + value] > 0)
                    .Select(value => $"{Enum.ToObject(values, value)} {_counts[((int)type * Kinds) + value]}"));
            yield return $"{type} {Count(type)} {kinds}";
        }

        yield return "refusals: " + string.Join(", ", Enum.GetValues<RejectReason>()
            .Where(reason => _refusals[(int)reason] > 0).Select(reason => $"{reason} {_refusals[(int)reason]}"));
        foreach (var type in Enum.GetValues<CommandType>())
        {
            var refused = string.Join(", ", Enum.GetValues<CommandRejectReason>()
                .Where(reason => _commandRefusals[((int)type * Kinds) + (int)reason] > 0)
                .Select(reason => $"{reason} {_commandRefusals[((int)type * Kinds) + (int)reason]}"));
            if (refused.Length > 0)
            {
                yield return $"refused {type}: {refused}";
            }
        }
    }

    private long Count(EventType type) => _counts.AsSpan((int)type * Kinds, Kinds).ToArray().Sum();

    private static void Add(long[] counts, long[] more)
    {
        for (var index = 0; index < counts.Length; index++)
        {
            counts[index] += more[index];
        }
    }

    private static int KindOf(EventFrame.Item item) => item.Type switch
    {
        EventType.BalanceChanged => (int)item.Body<BalanceChanged>().Kind,
        EventType.PositionClosed => (int)item.Body<PositionClosed>().End,
        EventType.LiquidationChanged => (int)item.Body<LiquidationChanged>().Stage,
        EventType.MarginCalled => (int)item.Body<MarginCalled>().Level,
        EventType.WithdrawalChanged => (int)item.Body<WithdrawalChanged>().State,
        EventType.OwnerActionTaken => (int)item.Body<OwnerActionTaken>().Request.Kind,
        EventType.MarginModeChanged => (int)item.Body<MarginModeChanged>().Mode,
        EventType.FundChanged => (int)item.Body<FundChanged>().Kind,
        EventType.ResultChanged => (int)item.Body<ResultChanged>().Update.Kind,
        EventType.MarketStateChanged => (int)item.Body<MarketStateChanged>().State,
        EventType.Traded => (int)item.Body<Traded>().Flags,
        _ => 0,
    };
}
