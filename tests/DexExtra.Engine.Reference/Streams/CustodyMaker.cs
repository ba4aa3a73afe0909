using DexExtra.Messages;
using static DexExtra.Engine.Reference.Streams.StreamFeature;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>Draws deposits, settlement progress and new listings; keeps the settlement window from staying full.</summary>
internal sealed class CustodyMaker(StreamContext context)
{
    private static readonly SettlementState[] Ladder =
        [SettlementState.Queued, SettlementState.Submitted, SettlementState.Mined, SettlementState.Final];

    private readonly StreamDice _dice = context.Dice;
    private ulong _nextDeposit = 1;
    private ulong _firstUnsettled = 1;
    private ulong _rangeEnd;
    private int _step;

    /// <summary>More than a third of the window waits, or in slow profiles only when it is full for long.</summary>
    public bool IsUrgent =>
        Unsettled > (ulong)context.Profile.Options.MaxUnsettledMatches / 3
        && (!context.Profile.IsSettlementSlow || _dice.OneIn(6));

    private ulong Unsettled => context.World.LastMatch + 1 - _firstUnsettled;

    public static Address Token(int number) => Scenarios.ScenarioNames.Account(1_000 + number, 0).Owner;

    public Deposit NextDeposit(AccountId? account = null)
    {
        var isOdd = account is null && context.Draws(Broken, 4);
        var amount = context.Profile.IsPoor ? _dice.Between(50, 5_000) : _dice.Between(1_000_000, 2_000_000_000);
        var deposit = new Deposit
        {
            DepositId = isOdd && _dice.OneIn(2) ? (ulong)_dice.Between(0, (long)_nextDeposit + 3) : _nextDeposit,
            Account = account ?? context.Account(),
            Token = Token(isOdd && _dice.OneIn(3) ? 999 : 0),
            Amount = isOdd && _dice.OneIn(3) ? _dice.Between(-1, 0) : amount,
            ChainId = 31_337 + (ulong)(isOdd && _dice.OneIn(3) ? _dice.Between(1, 4) : 0),
        };
        return deposit;
    }

    /// <summary>The vault's next number follows what the frames say was credited.</summary>
    public void Credited(in DepositCredited credited)
    {
        if (credited.Request.ChainId == 31_337)
        {
            _nextDeposit = credited.Request.DepositId + 1;
        }
    }

    /// <summary>The next rung of the ladder for the oldest range, sometimes a detour or nonsense.</summary>
    public SettlementUpdate NextSettlement()
    {
        if (_rangeEnd < _firstUnsettled)
        {
            _rangeEnd = Math.Min(context.World.LastMatch, _firstUnsettled + (ulong)_dice.Pick([0, 5, 300, 1_023]));
            _step = 0;
        }

        var update = new SettlementUpdate
        {
            FirstMatchId = _firstUnsettled,
            LastMatchId = Math.Max(_rangeEnd, _firstUnsettled),
            State = Ladder[_step],
            Attempt = 1,
        };
        if (_dice.OneIn(context.Profile.Has(Broken) ? 6 : 40))
        {
            update.FirstMatchId += (ulong)_dice.Below(3);
            update.LastMatchId += (ulong)_dice.Below(4);
            update.State = (SettlementState)_dice.Below(9);
            update.FirstMatchId -= _dice.OneIn(4) ? 1UL : 0;
        }

        return update;
    }

    public void Settled(in SettlementUpdate update)
    {
        if (update.FirstMatchId != _firstUnsettled || update.LastMatchId < _rangeEnd)
        {
            return;
        }

        _rangeEnd = update.LastMatchId;
        _step = Math.Max(0, Array.IndexOf(Ladder, update.State)) + 1;
        if (update.State is SettlementState.Final or SettlementState.Failed)
        {
            (_firstUnsettled, _step) = (update.LastMatchId + 1, 0);
        }
        else if (update.State == SettlementState.Retrying)
        {
            _step = 1;
        }
    }

    /// <summary>The step was refused: begin again match by match.</summary>
    public void Refused()
    {
        _step = (_step + 1) % Ladder.Length;
        _rangeEnd = _firstUnsettled;
    }

    public ListAsset NextAsset() => new()
    {
        AssetId = (uint)_dice.Below(8),
        TokenDecimals = (uint)_dice.Below(11),
        Token = _dice.OneIn(4) ? default : Token(_dice.Below(6)),
        Symbol = Text("MORE"),
    };

    public CreateMarket NextMarket()
    {
        var terms = StreamMarkets.Terms((uint)_dice.Below(12), _dice);
        terms.AssetId = (uint)(_dice.OneIn(5) ? _dice.Below(4) : 1);
        switch (_dice.Below(12))
        {
            case 0: terms.FloorTicks = terms.CapTicks; break;
            case 1: terms.MakerFeePerLot = -1; break;
            case 2: terms.Multiplier = 7; break;
            case 3: terms.InitialState = (MarketState)_dice.Below(5); break;
            case 4: terms.AuctionFeePerLot = -1; break;
            default: break;
        }

        return terms;
    }

    public static FixedText64 Text(string text) => FixedText64.TryCreate(text, out var value) ? value : default;
}
