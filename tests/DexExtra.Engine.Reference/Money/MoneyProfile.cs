using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// What one life of money plays: how many accounts and markets, how rich and leveraged, how violent the prices, how deep
/// the books, and what happens often, seldom or never. Drawn anew for each seed (swarm testing).
/// </summary>
public sealed class MoneyProfile
{
    private readonly int[] _weights = new int[Enum.GetValues<MoneyAction>().Length];

    private MoneyProfile(string name, StreamProfile orders) => (Name, Orders) = (name, orders);

    public static IReadOnlyList<string> Names { get; } =
    [
        "mixed", "crash", "droughts", "isolated", "lives", "custody", "crowd", "full", "calm", "queue", "sharing", "by-trade",
    ];

    public string Name { get; }

    /// <summary>Which kinds of order are frequent.</summary>
    public StreamProfile Orders { get; }

    public int Owners { get; private set; }

    public int Subaccounts { get; private set; }

    /// <summary>Markets that live at a time.</summary>
    public int Markets { get; private set; }

    /// <summary>Nanoseconds that pass between commands, at most.</summary>
    public long StepNs { get; private set; }

    /// <summary>1 in so many commands moves a market's fair price far.</summary>
    public int GapEvery { get; private set; }

    /// <summary>Percent of the range that a gap may be.</summary>
    public int GapPercent { get; private set; }

    /// <summary>Percent of orders that use all of what margin allows.</summary>
    public int Leveraged { get; private set; }

    /// <summary>Largest life of a market in seconds.</summary>
    public int LifeSeconds { get; private set; }

    /// <summary>Of three markets so many are FULL, CROSS, ISOLATED.</summary>
    public int[] Modes { get; private set; } = [1, 1, 1];

    public int Weight(MoneyAction action) => _weights[(int)action];

    public EngineOptions Options { get; private set; } = new()
    {
        MaxAccounts = 8_192,
        MaxAssets = 8,
        MaxMarkets = 256,
        MaxBalances = 16_384,
        MaxPositions = 65_536,
        MaxOpenOrders = 16_384,
        MaxLadderNodes = 65_536,
        MaxClientOrderIds = 65_536,
        MaxUnsettledMatches = 65_536,
        MaxChains = 4,
        NettedSettlement = true,
        HashSeed = 77,
    };

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">The life's seed.</param>
    public static MoneyProfile Draw(string name, int seed)
    {
        var dice = new StreamDice(seed ^ 0x3017E7);
        var profile = new MoneyProfile(name, StreamProfile.Draw("mixed", seed))
        {
            Owners = dice.Pick([6, 20, 60, 150]),
            Subaccounts = dice.Pick([1, 1, 2, 3]),
            Markets = dice.Pick([1, 3, 5, 8]),
            GapEvery = dice.Pick([300, 1_000, 4_000]),
            GapPercent = dice.Pick([3, 10, 30]),
            Leveraged = dice.Pick([5, 20, 50]),
            LifeSeconds = dice.Pick([60, 300, 3_000]),
            Modes = dice.Pick<int[]>([[1, 1, 1], [0, 2, 1], [0, 1, 0], [0, 0, 1], [1, 2, 0]]),
        };
        profile.Options = profile.Options with
        {
            MaxPositionVisitsPerCommand = dice.Pick([Limits.MaxPositionVisitsPerCommand, 40, 5]),
        };
        profile.DrawWeights(dice);
        profile.ApplyTheme();
        profile.StepNs = dice.Pick([1_000_000_000L, 100_000_000L, 300_000_000L])
            / Math.Max(1, (profile.Owners * profile.Subaccounts * profile.Markets) / 16);
        return profile;
    }

    private void DrawWeights(StreamDice dice)
    {
        foreach (var (action, weight) in MoneyWeights.All)
        {
            var isRare = weight < 20;
            _weights[(int)action] = isRare ? weight * dice.Pick([0, 1, 1, 2, 4]) : weight;
        }
    }

    private void ApplyTheme()
    {
        switch (Name)
        {
            case "crash":
                (GapEvery, GapPercent, Leveraged, Modes) = (300, 30, 60, [0, 1, 1]);
                _weights[(int)MoneyAction.Fund] = 20;
                break;
            case "droughts":
                (GapEvery, GapPercent, Leveraged, Modes) = (200, 25, 60, [0, 1, 1]);
                _weights[(int)MoneyAction.Quote] = 40;
                _weights[(int)MoneyAction.MassCancel] = 20;
                break;
            case "isolated":
                (Modes, Leveraged) = ([0, 1, 2], 40);
                (_weights[(int)MoneyAction.Adjust], _weights[(int)MoneyAction.Mode]) = (60, 60);
                break;
            case "lives":
                (LifeSeconds, Markets) = (60, 8);
                _weights[(int)MoneyAction.Create] = 60;
                break;
            case "custody":
                foreach (var action in (MoneyAction[])
                    [MoneyAction.Deposit, MoneyAction.Withdraw, MoneyAction.Transfer, MoneyAction.Fund,
                        MoneyAction.CollateralPrice, MoneyAction.WithdrawalLimits, MoneyAction.Venue])
                {
                    _weights[(int)action] = 40;
                }

                break;
            case "crowd":
                (Owners, Subaccounts, Markets, GapEvery) = (1_500, 2, 3, 8_000);
                break;
            case "full":
                Modes = [1, 0, 0];
                break;
            case "by-trade":
                Modes = [1, 0, 0];
                (_weights[(int)MoneyAction.Bust], _weights[(int)MoneyAction.OwnerAction]) = (60, 60);
                Options = Options with { NettedSettlement = false };
                break;
            case "calm":
                (GapEvery, GapPercent, Leveraged) = (20_000, 3, 5);
                break;
            case "queue":
                (Owners, Subaccounts, Markets, LifeSeconds, Modes) = (400, 1, 1, 3_000, [0, 1, 0]);
                (GapEvery, GapPercent, Leveraged) = (1_000, 30, 60);
                _weights[(int)MoneyAction.Quote] = 60;
                _weights[(int)MoneyAction.MassCancel] = 20;
                Options = Options with { MaxPositionVisitsPerCommand = Limits.MaxPositionVisitsPerCommand };
                break;
            case "sharing":
                (Owners, Subaccounts, Markets, LifeSeconds, Modes) = (60, 1, 1, 3_000, [0, 1, 1]);
                (GapEvery, GapPercent, Leveraged) = (200, 25, 60);
                _weights[(int)MoneyAction.Quote] = 120;
                _weights[(int)MoneyAction.MassCancel] = 20;
                (_weights[(int)MoneyAction.Realise], _weights[(int)MoneyAction.Probe]) = (2_000, 500);
                Options = Options with { MaxPositionVisitsPerCommand = 5 };
                break;
            default:
                break;
        }
    }
}
