using System.Text;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Matching;

/// <summary>
/// The combination table as docs/matching.md prints it: which instructions each type takes with each time in force, and
/// which of them exclude or need each other. Made by asking the validation code about one order after the other.
/// </summary>
public sealed class CombinationTable
{
    private const int FeatureCount = 12;
    private readonly List<(OrderType Type, TimeInForce TimeInForce, OrderFeatures Allowed)> _rows = [];
    private readonly List<(OrderFeatures One, OrderFeatures Other)> _exclusions = [];

    public static IEnumerable<OrderFeatures> Features =>
        Enumerable.Range(0, FeatureCount).Select(bit => (OrderFeatures)(1U << bit));

    /// <summary>Reads the table out of the validation code.</summary>
    public static CombinationTable OfCode()
    {
        var table = new CombinationTable();
        foreach (var type in Enum.GetValues<OrderType>())
        {
            foreach (var timeInForce in Enum.GetValues<TimeInForce>())
            {
                if (OrderCombinations.IsLegal(Build(type, timeInForce, OrderFeatures.None)))
                {
                    table._rows.Add((type, timeInForce, AllowedBy(type, timeInForce)));
                }
            }
        }

        table.FindExclusions();
        return table;
    }

    /// <summary>Reads the table out of the page.</summary>
    public static CombinationTable Parse(string text)
    {
        var table = new CombinationTable();
        foreach (var line in text.Split('\n'))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length == 5 && cells[1].Length > 0 && cells[1] is not "type" && !cells[1].StartsWith('-'))
            {
                table.ParseRow(cells);
            }
            else if (line.StartsWith("- ", StringComparison.Ordinal) && line.Contains(" never with "))
            {
                var parts = line[2..].Split(" never with ");
                table._exclusions.AddRange(parts[1].Split(", ").Select(other => (Of(parts[0]), Of(other))));
            }
        }

        return table;
    }

    /// <summary>What the table says about an order with these features.</summary>
    public bool IsLegal(OrderType type, TimeInForce timeInForce, OrderFeatures features, Side side)
    {
        var row = _rows.FirstOrDefault(r => r.Type == type && r.TimeInForce == timeInForce);
        return row.Type == type && type != 0
            && (features & ~row.Allowed) == 0
            && !_exclusions.Any(pair => features.HasFlag(pair.One) && features.HasFlag(pair.Other))
            && (!features.HasFlag(OrderFeatures.PositionFraction) || features.HasFlag(OrderFeatures.ReduceOnly))
            && (!features.HasFlag(OrderFeatures.Budget) || side == Side.Buy);
    }

    public string Render()
    {
        var text = new StringBuilder("| type | time in force | instructions that may stand there |\n| --- | --- | --- |\n");
        foreach (var rows in _rows.GroupBy(row => (row.Type, row.Allowed)))
        {
            var times = string.Join(", ", rows.Select(row => Codes.Of(row.TimeInForce)));
            var features = string.Join(", ", Features.Where(f => rows.Key.Allowed.HasFlag(f)).Select(f => Codes.Of(f)));
            text.Append($"| {Codes.Of(rows.Key.Type)} | {times} | {(features.Length == 0 ? "none" : features)} |\n");
        }

        text.Append('\n');
        foreach (var pairs in _exclusions.GroupBy(pair => pair.One))
        {
            text.Append($"- {Codes.Of(pairs.Key)} never with {string.Join(", ", pairs.Select(p => Codes.Of(p.Other)))}\n");
        }

        return text.Append("- POSITION_FRACTION only with REDUCE_ONLY; BUDGET only on buys\n").ToString();
    }

    /// <summary>A buy order of the type with exactly these features, its own mandatory fields set.</summary>
    public static SignedOrder Build(OrderType type, TimeInForce timeInForce, OrderFeatures features)
    {
        var order = new SignedOrder
        {
            Version = SignedOrder.FirstVersion,
            Side = Side.Buy,
            OrderType = type,
            TimeInForce = timeInForce,
            Flags = FlagsOf(features),
        };
        ref var fields = ref order.Instructions;
        fields.TriggerSource = OrderCombinations.IsTriggered(type) ? TriggerSource.Last : 0;
        fields.TrailingDistance = OrderCombinations.IsTrailing(type) ? (UInt128)FixedPoint.One : 0;
        fields.PegReference = type == OrderType.Pegged ? PegReference.BestBid : 0;
        fields.DurationSeconds = type == OrderType.Twap ? 600U : 0;
        fields.IntervalSeconds = type == OrderType.Twap ? 60U : 0;
        fields.DisplayQuantity = features.HasFlag(OrderFeatures.Iceberg) ? (UInt128)FixedPoint.One : 0;
        fields.MinQuantity = features.HasFlag(OrderFeatures.MinQuantity) ? (UInt128)FixedPoint.One : 0;
        fields.Budget = features.HasFlag(OrderFeatures.Budget) ? 1_000U : 0;
        fields.PositionFraction = features.HasFlag(OrderFeatures.PositionFraction) ? 5_000U : 0;
        fields.ExpiryAction =
            features.HasFlag(OrderFeatures.TriggerAtExpiry) ? ExpiryAction.Trigger : ExpiryAction.Cancel;
        return order;
    }

    private static OrderFlags FlagsOf(OrderFeatures features)
    {
        var flags = OrderFlags.None;
        foreach (var name in Enum.GetNames<OrderFeatures>())
        {
            if (Enum.TryParse<OrderFlags>(name, out var flag) && features.HasFlag(Enum.Parse<OrderFeatures>(name)))
            {
                flags |= flag;
            }
        }

        return features.HasFlag(OrderFeatures.ActivationPrice) ? flags | OrderFlags.HasActivationPrice : flags;
    }

    private static OrderFeatures AllowedBy(OrderType type, TimeInForce timeInForce)
    {
        var allowed = OrderFeatures.None;
        foreach (var feature in Features)
        {
            var needed = feature == OrderFeatures.PositionFraction ? OrderFeatures.ReduceOnly : OrderFeatures.None;
            allowed |= OrderCombinations.IsLegal(Build(type, timeInForce, feature | needed)) ? feature : 0;
        }

        return allowed;
    }

    private static OrderFeatures Of(string code) => Features.Single(feature => Codes.Of(feature) == code);

    private void FindExclusions()
    {
        foreach (var one in Features)
        {
            foreach (var other in Features.Where(feature => feature > one))
            {
                var rows = _rows.Where(row => row.Allowed.HasFlag(one | other)).ToList();
                if (rows.Count > 0 && rows.All(row => !IsLegalWith(row.Type, row.TimeInForce, one | other)))
                {
                    _exclusions.Add((one, other));
                }
            }
        }
    }

    private static bool IsLegalWith(OrderType type, TimeInForce timeInForce, OrderFeatures features)
    {
        var needed = features.HasFlag(OrderFeatures.PositionFraction) ? OrderFeatures.ReduceOnly : OrderFeatures.None;
        return OrderCombinations.IsLegal(Build(type, timeInForce, features | needed));
    }

    private void ParseRow(string[] cells)
    {
        var type = Enum.GetValues<OrderType>().Single(value => Codes.Of(value) == cells[1]);
        var allowed = cells[3] == "none"
            ? OrderFeatures.None
            : cells[3].Split(", ").Aggregate(OrderFeatures.None, (sum, code) => sum | Of(code));
        foreach (var code in cells[2].Split(", "))
        {
            _rows.Add((type, Enum.GetValues<TimeInForce>().Single(value => Codes.Of(value) == code), allowed));
        }
    }
}
