using System.Globalization;
using System.Runtime.InteropServices;
using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Coverage;

/// <summary>
/// What a run reached: each rule, and each answer of the engine (event types and their reasons). A differential run
/// proves nothing about what it never provokes. One thread; reports of several runs are added up.
/// </summary>
public sealed class CoverageReport
{
    private readonly long[] _rules = new long[RuleTable.Ids.Count];
    private readonly Dictionary<(EventType Type, int Detail), long> _answers = [];

    /// <summary>
    /// Names of all answers that must be reached: those of docs/matching.md, and of docs/money.md those of market life,
    /// payout, block trades and busts.
    /// </summary>
    public static IReadOnlyList<string> Answers { get; } =
    [
        .. Enum.GetValues<EventType>().Where(IsOfMatching).Select(type => $"event {type}"),
        .. Enum.GetValues<RejectReason>()
            .Where(reason => reason is (>= RejectReason.DuplicateClientId and <= RejectReason.BudgetTooSmall)
                or >= RejectReason.SessionKeyUnknown or RejectReason.NonceCancelled
                or RejectReason.ForcedExitPending)
            .Select(reason => $"reject {reason}"),
        .. Enum.GetValues<CancelReason>().Where(reason => reason != CancelReason.Liquidation)
            .Select(reason => $"cancel {reason}"),
        .. Enum.GetNames<SelfTradePrevention>().Select(name => $"prevented {name}"),
        .. Enum.GetValues<StateCause>().Select(cause => $"state {cause}"),
        .. Enum.GetNames<CancelRejectReason>().Select(name => $"cancel reject {name}"),
        .. Enum.GetValues<CommandRejectReason>().Where(IsOfStreams)
            .Select(reason => $"command reject {reason}"),
    ];

    public void Add(ReadOnlySpan<byte> command, ReadOnlySpan<byte> frame, StreamWorld world)
    {
        RuleTable.Count(new RuleStep(command, frame, world), _rules);
        foreach (var item in new EventFrame(frame))
        {
            Add((item.Type, 0), 1);
            var detail = Detail(item);
            if (detail > 0)
            {
                Add((item.Type, detail), 1);
            }
        }
    }

    public void Add(CoverageReport other)
    {
        for (var index = 0; index < _rules.Length; index++)
        {
            _rules[index] += other._rules[index];
        }

        foreach (var (answer, count) in other._answers)
        {
            Add(answer, count);
        }
    }

    /// <summary>Rule ids and answers that nothing reached.</summary>
    public IReadOnlyList<string> Missing() =>
        [.. MissingRules(), .. Answers.Except(_answers.Keys.Select(Name))];

    public IEnumerable<string> MissingRules() => RuleTable.Ids.Where((_, index) => _rules[index] == 0);

    /// <summary>Rule id and count, several to a line.</summary>
    public IEnumerable<string> Table() => RuleTable.Ids
        .Select((id, index) => string.Create(CultureInfo.InvariantCulture, $"{id,-8}{_rules[index],11:N0}"))
        .Chunk(5).Select(cells => string.Join("   ", cells));

    /// <summary>Each answer and its count, the most frequent first.</summary>
    public IEnumerable<string> AnswerTable() => _answers
        .GroupBy(item => Name(item.Key), item => item.Value)
        .Select(group => (Name: group.Key, Count: group.Sum()))
        .OrderByDescending(item => item.Count).ThenBy(item => item.Name, StringComparer.Ordinal)
        .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Name,-36}{item.Count,10:N0}"))
        .Chunk(3).Select(cells => string.Join("   ", cells));

    private static bool IsOfMatching(EventType type) =>
        type is <= EventType.TradingRulesChanged or EventType.BalanceChanged or EventType.RiskParametersChanged
            or (>= EventType.PositionClosed and <= EventType.ResultChanged) or EventType.SessionKeyChanged
            or EventType.OrderShown or EventType.OwnerActionTaken or EventType.ForcedExitChanged
            or (>= EventType.MassQuoted and <= EventType.QuoteProtectionChanged);

    private static bool IsOfStreams(CommandRejectReason reason) =>
        reason is <= CommandRejectReason.UnknownMarket or CommandRejectReason.NotSupported
            or (>= CommandRejectReason.TooEarly and <= CommandRejectReason.SessionKeyUnknown);

    /// <summary>Reason + 1, since the first mode of S2 is 0; 0 for events without one.</summary>
    private static int Detail(EventFrame.Item item) => item.Type switch
    {
        EventType.OrderRejected => 1 + (int)item.Body<OrderRejected>().Reason,
        EventType.AmendRejected => 1 + (int)item.Body<AmendRejected>().Reason,
        EventType.OrderCancelled => 1 + (int)item.Body<OrderCancelled>().Reason,
        EventType.OrderReduced => 1 + (int)item.Body<OrderReduced>().Reason,
        EventType.PreventedMatch => 1 + (int)item.Body<PreventedMatch>().Mode,
        EventType.MarketStateChanged => 1 + (int)item.Body<MarketStateChanged>().Cause,
        EventType.CancelRejected => 1 + (int)item.Body<CancelRejected>().Reason,
        EventType.QuoteRejected => 1 + (int)item.Body<QuoteRejected>().Reason,
        EventType.CommandRejected => 1 + (int)item.Body<CommandRejected>().Reason,
        _ => 0,
    };

    private static string Name((EventType Type, int Detail) answer) => (answer.Type, answer.Detail - 1) switch
    {
        (_, < 0) => $"event {answer.Type}",
        (EventType.OrderRejected or EventType.AmendRejected or EventType.QuoteRejected, var reason) => $"reject {(RejectReason)reason}",
        (EventType.OrderCancelled or EventType.OrderReduced, var reason) => $"cancel {(CancelReason)reason}",
        (EventType.PreventedMatch, var mode) => $"prevented {(SelfTradePrevention)mode}",
        (EventType.MarketStateChanged, var cause) => $"state {(StateCause)cause}",
        (EventType.CancelRejected, var reason) => $"cancel reject {(CancelRejectReason)reason}",
        (_, var reason) => $"command reject {(CommandRejectReason)reason}",
    };

    private void Add((EventType Type, int Detail) answer, long count) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_answers, answer, out _) += count;
}
