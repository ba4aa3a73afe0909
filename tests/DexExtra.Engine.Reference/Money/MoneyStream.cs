using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// A life of money from one seed: accounts, markets from creation to payout, orders, margins, custody and funds, steered
/// by the books that the frames give, so that debts, ladders and payouts are reached. A pure function of profile, seed
/// and frames. After each <see cref="Next"/> the frame must be given to <see cref="Observe"/>.
/// </summary>
public sealed class MoneyStream
{
    private const int OutageSecondsMax = 8;

    private readonly MoneyContext _context;
    private readonly MoneyOrders _orders;
    private readonly MoneyCustody _custody;
    private readonly MoneyOperators _operators;
    private readonly MoneyOwners _owners;
    private readonly Queue<Func<byte[]>> _opening = new();
    private readonly (MoneyAction Action, int Weight)[] _actions;

    public MoneyStream(MoneyProfile profile, int seed, SlowLedger ledger)
    {
        _context = new MoneyContext(profile, seed, ledger);
        _orders = new MoneyOrders(_context);
        _custody = new MoneyCustody(_context);
        _operators = new MoneyOperators(_context);
        _owners = new MoneyOwners(_context);
        _actions = [.. Enum.GetValues<MoneyAction>().Select(action => (action, profile.Weight(action)))];
        Open();
    }

    public long Sequence => _context.Orders.Sequence;

    /// <summary>Next command, stamped.</summary>
    public byte[] Next()
    {
        var isOpening = _opening.Count > 0;
        var command = isOpening ? _opening.Dequeue()() : Build();
        _context.Orders.NowNs += isOpening ? 0 : _context.Dice.Between(0, _context.Profile.StepNs);
        ref var header = ref CommandCodec.Header(command.AsSpan());
        header.Sequence = ++_context.Orders.Sequence;
        header.TimestampNs = _context.Orders.NowNs;
        header.Entropy = _context.Dice.Bits();
        return command;
    }

    /// <summary>Takes the frame that answered the last command; the slow ledger took it before.</summary>
    public void Observe(ReadOnlySpan<byte> frame)
    {
        _context.World.Observe(frame);
        _custody.Observe(frame);
        _operators.Observe(frame);
        _owners.Observe(frame);
    }

    private void Open()
    {
        foreach (var asset in (uint[])[MoneyMarkets.Main, MoneyMarkets.Small, MoneyMarkets.Backing])
        {
            _opening.Enqueue(() => _context.Write(CommandType.ListAsset, MoneyMarkets.Asset(asset)));
        }

        _opening.Enqueue(() => _operators.FirstCollateral());
        _opening.Enqueue(() => _operators.CollateralPrice());
        for (var owner = 1; owner <= _context.Profile.Owners; owner++)
        {
            for (var subaccount = 0U; subaccount < _context.Profile.Subaccounts; subaccount++)
            {
                var account = Scenarios.ScenarioNames.Account(owner, subaccount);
                var asset = _context.Dice.OneIn(4) ? MoneyMarkets.Small : MoneyMarkets.Main;
                _opening.Enqueue(() => _custody.Deposit(account, asset));
            }
        }
    }

    private byte[] Build() =>
        _operators.Urgent() ?? _custody.Urgent() ?? Build(_context.Dice.Weighted(_actions)) ?? _context.Tick();

    private byte[]? Build(MoneyAction action) => action switch
    {
        MoneyAction.Order => _orders.Order(),
        MoneyAction.Quote => _orders.Quote(),
        MoneyAction.AnyOrder => _orders.Any(),
        MoneyAction.List => _orders.List(),
        MoneyAction.Cancel => _orders.Cancel(),
        MoneyAction.Amend => _orders.Amend(),
        MoneyAction.MassCancel => _orders.MassCancel(),
        MoneyAction.Unlock => _orders.Unlock(),
        MoneyAction.Block => _orders.Block(),
        MoneyAction.Realise => _orders.Realise(),
        MoneyAction.OwnerAction => _owners.Next(),
        MoneyAction.Probe => _custody.Probe(),
        MoneyAction.Deposit => _custody.Deposit(null, null),
        MoneyAction.Withdraw => _custody.Withdraw(),
        MoneyAction.WithdrawalUpdate => _custody.Update(),
        MoneyAction.Transfer => _custody.Transfer(),
        MoneyAction.Adjust => _custody.Adjust(),
        MoneyAction.Mode => _custody.Mode(),
        MoneyAction.Fund => _custody.Fund(),
        MoneyAction.Query => _custody.Query(),
        MoneyAction.WithdrawalLimits => _custody.WithdrawalLimits(),
        _ => BuildOperator(action),
    };

    private byte[]? BuildOperator(MoneyAction action) => action switch
    {
        MoneyAction.Index => _operators.Index(),
        MoneyAction.Collateral => _operators.Collateral(),
        MoneyAction.CollateralPrice => _operators.CollateralPrice(),
        MoneyAction.Risk => _operators.Risk(),
        MoneyAction.RiskLimits => _operators.RiskLimits(),
        MoneyAction.State => _operators.State(),
        MoneyAction.Auction => _operators.Auction(),
        MoneyAction.Rules => _operators.Rules(),
        MoneyAction.Create => _operators.Create(),
        MoneyAction.Bust => _operators.Bust(),
        MoneyAction.Venue => _operators.Venue(),
        MoneyAction.FeeSchedule => _operators.FeeSchedule(),
        MoneyAction.Pause => Pause(),
        _ => _context.Tick(),
    };

    /// <summary>B6: nothing comes for a while, long enough for some markets to call it an outage.</summary>
    private byte[] Pause()
    {
        _context.Orders.NowNs += _context.Dice.Between(1, OutageSecondsMax) * Limits.NsPerSecond;
        return _context.Tick();
    }
}
