using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// What must have happened by now: levels are told when they change (L1), liquidations go on (L2), withdrawals that may
/// pass do not wait (L6). An engine that did nothing would agree with every number of its events.
/// </summary>
public sealed partial class SlowLedger
{
    /// <summary>Units waiting to be looked at are few against the visits of a command: passes end with their command.</summary>
    private const int PassShare = 4;

    /// <summary>Passes that a stage of a liquidation takes (§9, §10): what they visit, a review cannot.</summary>
    private const int PassesPerStage = 2;

    /// <summary>Withdrawals that are tried per command (§13).</summary>
    private const int TriesPerCommand = 64;

    /// <summary>Frames in which a withdrawal may wait though it could pass: events between them may shut the gate.</summary>
    private const int PatienceFrames = 3;

    /// <summary>Commands between two looks at what takes its time.</summary>
    private const int LookEvery = 16;

    /// <summary>Seconds and commands that a unit may wait beyond its pause: it is looked at again each second (§8).</summary>
    private const int PatienceSeconds = 3;
    private const int PatienceCommands = 128;

    private readonly HashSet<SlowWallet> _reviewedWallets = [];
    private readonly HashSet<SlowPosition> _reviewedPositions = [];
    private readonly List<SlowMarket> _moved = [];
    private readonly List<SlowWithdrawal> _waiting = [];
    private int _stages;

    /// <summary>§7: positions that one command visits; 0 = nothing is known of it.</summary>
    public int VisitsPerCommand { get; init; }

    /// <summary>§7: a position changed.</summary>
    private void NoteReview(SlowPosition position)
    {
        if (position.Mode == MarginMode.Isolated)
        {
            _reviewedPositions.Add(position);
        }
        else if (position.Mode == MarginMode.Cross)
        {
            _reviewedWallets.Add(position.Wallet);
        }
    }

    /// <summary>§7: a payment, into or out of the unit or what backs it.</summary>
    private void NoteReview(SlowWallet wallet)
    {
        var backed = wallet.Asset.Collateral is { } terms ? Wallet(wallet.Account, terms.BackedAssetId) : null;
        _reviewedWallets.Add(backed ?? wallet);
    }

    /// <summary>At the end of a frame.</summary>
    private void ExpectPrompt()
    {
        ExpectLevels();
        if (_sequence % LookEvery == 0)
        {
            ExpectLiquidationsGoOn();
        }

        ExpectTried();
    }

    /// <summary>L1: the levels of units that changed, and of all units of a market whose mark moved, are what was told.</summary>
    private void ExpectLevels()
    {
        if (_moved.Count > 0 && PassesAreWhole())
        {
            var open = _moved.SelectMany(market => market.Positions.Values).Where(position => position.Lots != 0);
            foreach (var position in open)
            {
                NoteReview(position);
            }
        }

        foreach (var wallet in _reviewedWallets)
        {
            if (wallet.Positions.Exists(position => position.Mode == MarginMode.Cross))
            {
                ExpectLevel(wallet, null, wallet.Level);
            }
        }

        foreach (var position in _reviewedPositions)
        {
            if (position.Mode == MarginMode.Isolated)
            {
                ExpectLevel(position.Wallet, position, position.Level);
            }
        }

        _reviewedWallets.Clear();
        _reviewedPositions.Clear();
        _moved.Clear();
        _stages = 0;
    }

    /// <summary>
    /// A collateral price sends passes through markets that are over too: all positions count. Liquidations of the frame,
    /// and those that wait, share the visits of the command.
    /// </summary>
    private bool PassesAreWhole()
    {
        var count = 0;
        foreach (var market in Markets.Values)
        {
            count += market.IsMargin ? market.Positions.Count : 0;
        }

        var stages = _stages + Math.Min(_liquidations.Count, Limits.MaxLiquidationSteps);
        return count * (PassShare + (stages * PassesPerStage)) <= VisitsPerCommand;
    }

    private void ExpectLevel(SlowWallet wallet, SlowPosition? isolated, MarginLevel told)
    {
        var positions = isolated is not null
            ? [isolated]
            : wallet.Positions.Where(position => position.Mode == MarginMode.Cross && position.IsUsed).ToList();
        if (MayBeCalled(positions))
        {
            var level = LevelOf(Unit(wallet, isolated));
            That(level == told, $"a level {level} that is told as {told} (L1)", wallet);
        }
    }

    /// <summary>§7: a unit with lots needs a market that works; margins are known once a market has its parameters.</summary>
    private bool MayBeCalled(List<SlowPosition> positions)
    {
        var isKnown = positions.TrueForAll(position => position.Market.Risk.MinScanTicks > 0);
        return isKnown && (positions.Exists(position => position.Market.Works(_nowNs))
            || !positions.Exists(position => position.Lots != 0));
    }

    /// <summary>A state that changed, or time that leapt: who could go on before may have had to wait since.</summary>
    private void StartPatienceAnew()
    {
        foreach (var job in _liquidations)
        {
            job.CouldSince = null;
        }
    }

    /// <summary>L2: a unit that can step into a book does so after its pause. Later stages wait for others of the market.</summary>
    private void ExpectLiquidationsGoOn()
    {
        foreach (var job in _liquidations)
        {
            if (!CanStep(job))
            {
                job.CouldSince = null;
                continue;
            }

            var (ns, sequence) = job.CouldSince ??= (_nowNs, _sequence);
            var pause = PositionsOf(job).Max(position => position.Market.Risk.PauseSeconds) + PatienceSeconds;
            var isLate = _nowNs - ns > pause * Limits.NsPerSecond
                && _sequence - sequence > PatienceCommands + _liquidations.Count;
            That(!isLate, "a liquidation does not go on (L2)", job.Wallet);
        }
    }

    private bool CanStep(SlowLiquidation job) => _venue.HaltTrading == 0
        && job.Stage <= LiquidationStage.Reducing
        && job.SharedIn is null
        && PositionsOf(job).Any(position => position.Lots != 0
            && position.Market.Works(_nowNs) && position.Market.State != MarketState.Auction);

    /// <summary>L6: each is tried with every command, as long as they are few.</summary>
    private void ExpectTried()
    {
        _waiting.RemoveAll(item => item.State != WithdrawalState.Waiting);
        if (_waiting.Count > TriesPerCommand)
        {
            return;
        }

        foreach (var item in _waiting)
        {
            if (_sequence % LookEvery == 0 || item.CouldPass > 0)
            {
                item.CouldPass = TryPass(item.Wallet.Asset, item.Amount) == true ? item.CouldPass + 1 : 0;
                That(item.CouldPass <= PatienceFrames, "a withdrawal waits though it may pass (L6)", item.Wallet);
            }
        }
    }
}
