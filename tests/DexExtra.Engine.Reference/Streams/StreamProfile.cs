namespace DexExtra.Engine.Reference.Streams;

/// <summary>
/// What one seed plays: which features are on and how dense, how many traders, how deep and wide the book, how large
/// the engine. Drawn anew for each seed, so that rare combinations become frequent somewhere.
/// </summary>
public sealed class StreamProfile
{
    private readonly int[] _weights = new int[Enum.GetValues<StreamFeature>().Length];

    private StreamProfile(string name) => Name = name;

    public static IReadOnlyList<string> Names { get; } = ["mixed", .. ProfileThemes.Names];

    public string Name { get; }

    public int Owners { get; private set; } = 4;

    public int Subaccounts { get; private set; } = 2;

    public int Markets { get; private set; } = 2;

    /// <summary>Ticks around the middle where most prices lie.</summary>
    public int Spread { get; private set; } = 6;

    public int LotsMax { get; private set; } = 12;

    /// <summary>1 in so many orders is far larger.</summary>
    public int LargeOrderEvery { get; private set; } = 30;

    /// <summary>Percent of orders that would cross.</summary>
    public int Crossing { get; private set; } = 30;

    /// <summary>Open orders beyond which cancels and large takers become frequent.</summary>
    public int Depth { get; private set; } = 60;

    /// <summary>Nanoseconds that usually pass between commands, at most.</summary>
    public long StepNs { get; private set; } = 20_000_000;

    public bool IsSettlementSlow { get; private set; }

    public bool IsPoor { get; private set; }

    /// <summary>Thousands of orders of one lot.</summary>
    public bool IsBulk => Name is "deep" or "sweeps" or "families";

    /// <summary>Commands that a run needs to reach what the profile is for.</summary>
    public int CommandsMin => Name switch
    {
        "families" => 3_000,
        "ends" => 20_000,
        _ => IsBulk ? 16_000 : 0,
    };

    public EngineOptions Options { get; private set; } = Roomy;

    private static EngineOptions Roomy => new()
    {
        MaxAccounts = 40,
        MaxAssets = 6,
        MaxMarkets = 8,
        MaxBalances = 80,
        MaxPositions = 200,
        MaxOpenOrders = 12_288,
        MaxLadderNodes = 2_048,
        MaxClientOrderIds = 16_384,
        MaxUnsettledMatches = 32_768,
        MaxChains = 2,
        MaxSessionKeys = 40,
        MaxQuoteSets = 64,
        MaxFundReferences = 64,
        HashSeed = 77,
    };

    /// <summary>Capacities that are run into all the time.</summary>
    private static EngineOptions Tight => new()
    {
        MaxAccounts = 6,
        MaxAssets = 3,
        MaxMarkets = 4,
        MaxBalances = 7,
        MaxPositions = 9,
        MaxOpenOrders = 24,
        MaxLadderNodes = 512,
        MaxClientOrderIds = 30,
        MaxUnsettledMatches = 64,
        MaxChains = 2,
        MaxSessionKeys = 3,
        MaxQuoteSets = 2,
        MaxExpiriesPerCommand = 2,
        MaxFundReferences = 64,
        HashSeed = 77,
    };

    /// <summary>Markets come and go; most venues settle net, others trade by trade.</summary>
    private static EngineOptions Ending(int seed) => Roomy with
    {
        MaxMarkets = 160,
        MaxPositions = 3_000,
        MaxLadderNodes = 8_192,
        MaxPaidPositions = 1 + (seed % 3 * 511),
        MaxBustableMatches = seed % 7 == 0 ? 8 : 5_000,
        NettedSettlement = seed % 4 != 0,
    };

    /// <summary>
    /// The profile that a seed plays where none is asked for: they take turns. Thousands of orders are slow, so that the
    /// bulk profiles leave three of four turns to the mixed one.
    /// </summary>
    public static string NameOf(int seed)
    {
        var number = seed & int.MaxValue;
        var name = Names[number % Names.Count];
        return name is "deep" or "sweeps" && number / Names.Count % 4 != 0 ? Names[0] : name;
    }

    /// <param name="name">One of <see cref="Names"/>; mixed draws everything.</param>
    /// <param name="seed">The stream's seed.</param>
    public static StreamProfile Draw(string name, int seed)
    {
        var dice = new StreamDice(seed ^ 0x5EED);
        var profile = new StreamProfile(name);
        profile.DrawShape(dice);
        profile.DrawFeatures(dice);
        profile.DrawOptions(dice);
        foreach (var feature in ProfileThemes.Of(name))
        {
            profile._weights[(int)feature] = 6;
        }

        profile.ApplyTheme(seed & int.MaxValue);
        profile.Options = profile.Options with { MaxAllottedPerCommand = dice.Pick([1, 2, 7, 16_384]) };
        return profile;
    }

    public int Weight(StreamFeature feature) => _weights[(int)feature];

    public bool Has(StreamFeature feature) => _weights[(int)feature] > 0;

    private void DrawShape(StreamDice dice)
    {
        Owners = dice.Pick([2, 3, 3, 4, 6, 10]);
        Subaccounts = dice.Pick([1, 1, 2, 3]);
        Markets = dice.Pick([1, 1, 2, 3]);
        Spread = dice.Pick([2, 4, 6, 10, 20]);
        LotsMax = dice.Pick([3, 10, 12, 40]);
        LargeOrderEvery = dice.Pick([8, 30, 100]);
        Crossing = dice.Pick([15, 30, 45]);
        Depth = dice.Pick([10, 40, 80, 200]);
        StepNs = dice.Pick([1_000_000L, 20_000_000L, 100_000_000L, 600_000_000L]);
        IsPoor = dice.OneIn(6);
        IsSettlementSlow = dice.OneIn(10);
    }

    private void DrawFeatures(StreamDice dice)
    {
        foreach (var feature in Enum.GetValues<StreamFeature>().Where(feature => feature < StreamFeature.Ends))
        {
            _weights[(int)feature] = dice.Pick([0, 0, 1, 1, 2, 5]);
        }

        foreach (var feature in (StreamFeature[])
            [StreamFeature.Limit, StreamFeature.Cancel, StreamFeature.SelfTradeModes, StreamFeature.ImmediateOrCancel])
        {
            _weights[(int)feature] = Math.Max(1, Weight(feature));
        }

        _weights[(int)StreamFeature.Termination] = dice.OneIn(4) ? 1 : 0;
        _weights[(int)StreamFeature.Broken] = dice.Pick([0, 0, 1, 3]);
    }

    private void DrawOptions(StreamDice dice)
    {
        var isTight = dice.OneIn(5);
        Options = isTight ? Tight : Roomy;
        if (isTight && dice.OneIn(2))
        {
            Options = Options with { MaxOpenOrders = 200, MaxClientOrderIds = 400, MaxPositions = 30, MaxBalances = 12 };
        }

        if (IsSettlementSlow)
        {
            Options = Options with { MaxUnsettledMatches = dice.Pick([3, 20, 100]) };
        }
    }

    private void KeepOnly(StreamFeature[] features)
    {
        foreach (var feature in Enum.GetValues<StreamFeature>().Except(features))
        {
            _weights[(int)feature] = 0;
        }
    }

    private void ApplyTheme(int seed)
    {
        switch (Name)
        {
            case "deep":
            case "sweeps":
                (Options, Depth, LotsMax) = (Roomy, 9_600, 1);
                (Crossing, IsPoor, IsSettlementSlow, Markets, Spread) = (0, false, false, 1, 20);
                (Owners, Subaccounts, StepNs) = (Name == "deep" ? 10 : 1, 1, 1_000_000);
                KeepOnly([StreamFeature.SelfTradeModes, .. ProfileThemes.Of(Name)]);
                _weights[(int)StreamFeature.Auctions] = seed % 2 == 0 && Name == "deep" ? 2 : 0;
                break;
            case "families":
                (Options, Depth, LotsMax) = (Roomy, 2_400, 1);
                (Crossing, IsPoor, IsSettlementSlow, Markets, Spread) = (0, false, false, 1, 20);
                (Owners, Subaccounts, StepNs) = (6, 1, 1_000_000);
                KeepOnly([StreamFeature.SelfTradeModes, .. ProfileThemes.Of(Name)]);
                break;
            case "poor":
                (IsPoor, Options) = (true, Roomy);
                KeepOnly([StreamFeature.Limit, StreamFeature.Cancel, .. ProfileThemes.Of(Name)]);
                break;
            case "tight":
                Options = Tight;
                break;
            case "backlog":
                IsSettlementSlow = true;
                Options = Roomy with { MaxUnsettledMatches = 5 };
                break;
            case "ends":
                (Options, IsSettlementSlow, IsPoor) = (Ending(seed), false, seed % 3 == 1);
                _weights[(int)StreamFeature.TimeJumps] = seed % 3 == 0 ? 1 : 0;
                break;
            case "quotes":
                (Options, Crossing, IsPoor) = (Roomy with { MaxQuoteSets = seed % 5 == 0 ? 3 : 64 }, 45, false);
                _weights[(int)StreamFeature.SessionKeys] = seed % 3 == 0 ? 6 : 0;
                break;
            case "auctions":
                (StepNs, IsPoor) = (100_000_000, false);
                break;
            default:
                break;
        }
    }
}
