namespace DexExtra.Bench.Core;

/// <summary>
/// Order flow of one shape from a seed: the same bytes on every machine. Prices lie geometrically around a mid that
/// drifts (deep: evenly over the whole range), passive orders never cross, takers meet one to five resting orders.
/// </summary>
internal sealed class WorkloadGenerator
{
    private const byte Buy = 0;
    private const byte Sell = 1;
    private const long FirstMid = 100_000;
    private const long DeepHalfRange = 10_000;
    private const long MaxLots = 100;
    private const long MaxDistance = 5_000;
    private const long DriftOneIn = 256;
    private const long FarAway = 1L << 40;

    private readonly SplitMix _random;
    private readonly PlainBook _book = new();
    private readonly WorkloadShape _shape;
    private readonly WorkloadRecord[] _records;
    private readonly int _prefill;
    private readonly int _slack;
    private int _count;
    private long _nextId = 1;
    private long _mid = FirstMid;

    private WorkloadGenerator(WorkloadShape shape, ulong seed, int operations, int prefill)
    {
        _random = new SplitMix(seed);
        _shape = shape;
        _records = new WorkloadRecord[operations];
        _prefill = prefill;
        _slack = prefill / shape.SlackPart;
    }

    private bool IsComplete => _count == _records.Length;

    /// <summary>The records and what they come to; the first ones, as many as asked, only fill the book.</summary>
    public static WorkloadRecord[] Generate(
        WorkloadShape shape, ulong seed, int operations, int prefill, out TradeTally expected)
    {
        var generator = new WorkloadGenerator(shape, seed, operations, prefill);
        generator.Fill();
        while (!generator.IsComplete)
        {
            generator.Step();
        }

        expected = generator._book.Tally;
        return generator._records;
    }

    private void Fill()
    {
        while (_count < _prefill)
        {
            Rest(AnySide());
        }
    }

    private void Step()
    {
        if (_shape != WorkloadShape.Deep && _random.IsOneIn(DriftOneIn))
        {
            _mid += _random.IsPercent(50) ? 1 : -1;
        }

        if (_shape == WorkloadShape.MatchHeavy)
        {
            StepInPairs();
        }
        else if (_shape == WorkloadShape.Deep)
        {
            StepMixed(news: 500, takers: 100, cancels: 400);
        }
        else
        {
            StepMixed(news: 500, takers: 80, cancels: 320);
        }
    }

    /// <summary>One passive order, then one that crosses.</summary>
    private void StepInPairs()
    {
        Rest(AnySide());
        if (IsComplete)
        {
            return;
        }

        var draw = _random.Below(100);
        var orders = draw < 60 ? 1 : draw < 90 ? 2 : 3;
        var isPartial = _random.IsPercent(50);
        if (_book.Count < _prefill - _slack)
        {
            (orders, isPartial) = (1, true);
        }
        else if (_book.Count > _prefill + _slack)
        {
            (orders, isPartial) = (3, false);
        }

        Take(TakerSide(70), orders, isPartial, _random.IsPercent(50), _random.IsPercent(50) ? 50 : 0);
    }

    /// <summary>Shares in thousandths; what is left of them replaces.</summary>
    private void StepMixed(int news, int takers, int cancels)
    {
        var draw = _random.Below(1_000);
        var isNew = draw < news;
        var isCancel = draw >= news + takers && draw < news + takers + cancels;
        if ((isNew && _book.Count > _prefill + _slack) || (isCancel && _book.Count < _prefill - _slack))
        {
            (isNew, isCancel) = (isCancel, isNew);
        }

        if (isNew)
        {
            Rest(AnySide());
        }
        else if (isCancel)
        {
            var order = _book.Open(_random.Below(_book.Count));
            Emit(WorkloadOp.Cancel, order.Side, order.Id, order.PriceTicks, order.Lots);
        }
        else if (draw < news + takers)
        {
            TakeMixed();
        }
        else
        {
            Replace();
        }
    }

    private void TakeMixed()
    {
        var side = _shape == WorkloadShape.Deep ? AnySide() : TakerSide(80);
        if (_shape == WorkloadShape.Realistic && _random.IsPercent(3))
        {
            MissTheBook(side);
            return;
        }

        var draw = _random.Below(100);
        var orders = draw < 50 ? 1 : draw < 72 ? 2 : draw < 85 ? 3 : draw < 94 ? 4 : 5;
        var isImmediate = _random.IsPercent(_shape == WorkloadShape.Deep ? 50 : 70);
        Take(side, orders, _random.IsPercent(50), isImmediate, _random.IsPercent(50) ? 100 : 0);
    }

    /// <summary>An immediate order that is priced just short of the book.</summary>
    private void MissTheBook(byte side)
    {
        var best = _book.Best((byte)(1 - side), _mid);
        var gap = 1 + _random.Below(3);
        Emit(WorkloadOp.Immediate, side, _nextId++, side == Buy ? best - gap : best + gap, Lots());
    }

    private void Rest(byte side) => Emit(WorkloadOp.New, side, _nextId++, PassivePrice(side), Lots());

    private void Replace()
    {
        var order = _book.Open(_random.Below(_book.Count));
        var price = PassivePrice(order.Side);
        if (price == order.PriceTicks)
        {
            price += order.Side == Buy ? -1 : 1;
        }

        Emit(WorkloadOp.Replace, order.Side, order.Id, price, Lots());
    }

    /// <summary>Takes the best orders, the last one perhaps in part, with a limit that may lie deeper.</summary>
    private void Take(byte side, int orders, bool isPartial, bool isImmediate, long deeper)
    {
        var front = _book.Front((byte)(1 - side), orders);
        if (front.Count == 0)
        {
            return;
        }

        var last = front[^1];
        var lots = front.Sum(order => order.Lots);
        lots -= isPartial && last.Lots > 1 ? 1 + _random.Below(last.Lots - 1) : 0;
        var limit = last.PriceTicks + (!isImmediate ? 0 : side == Buy ? deeper : -deeper);
        Emit(isImmediate ? WorkloadOp.Immediate : WorkloadOp.New, side, _nextId++, limit, lots);
    }

    /// <summary>Mostly the side that moves the book back to the mid.</summary>
    private byte TakerSide(long percent)
    {
        if (_book.Best(Sell, FarAway) <= _mid)
        {
            return _random.IsPercent(percent) ? Buy : Sell;
        }

        return _book.Best(Buy, -FarAway) >= _mid
            ? _random.IsPercent(percent) ? Sell : Buy
            : AnySide();
    }

    private long PassivePrice(byte side)
    {
        var distance = _shape == WorkloadShape.Deep
            ? 1 + _random.Below(DeepHalfRange)
            : _random.Geometric(_shape == WorkloadShape.Realistic ? 2 : 5, MaxDistance);
        return side == Buy
            ? Math.Min(_mid - distance, _book.Best(Sell, FarAway) - 1)
            : Math.Max(_mid + distance, _book.Best(Buy, -FarAway) + 1);
    }

    private byte AnySide() => _random.IsPercent(50) ? Buy : Sell;

    private long Lots() => 1 + _random.Below(MaxLots);

    private void Emit(WorkloadOp op, byte side, long id, long priceTicks, long lots)
    {
        var record = new WorkloadRecord
        {
            Op = op,
            SideCode = side,
            Id = id,
            PriceTicks = priceTicks,
            QuantityLots = lots,
        };
        _records[_count++] = record;
        _book.Apply(in record);
    }
}
