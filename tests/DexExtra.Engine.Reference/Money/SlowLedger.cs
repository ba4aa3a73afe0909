using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// A second set of books, kept from the events alone (F7, F8, ENG-04): balances, positions, fees, funds, pools, margins
/// and payouts, found in another way than the engine's: dictionaries and big integers, sums over everything again and
/// again. Every number that an event carries must be its own. One thread.
/// </summary>
/// <param name="volatility">
/// The market's recent move between marks in ticks (B2): the one input of margins that no event publishes.
/// </param>
/// <param name="markedNs">Engine time of the market's mark, which a mark that stays the same does not publish (B7).</param>
public sealed partial class SlowLedger(Func<uint, long>? volatility = null, Func<uint, long?>? markedNs = null)
{
    private readonly List<SlowWallet> _touchedWallets = [];
    private readonly List<SlowMarket> _touchedMarkets = [];
    private readonly List<SlowAsset> _touchedAssets = [];

    /// <summary>Margin markets that are not paid out yet.</summary>
    private readonly List<SlowMarket> _reckoned = [];
    private long _sequence;
    private long _nowNs;
    private uint _index;
    private EventType _type;
    private CommandType _command;

    public Dictionary<uint, SlowAsset> Assets { get; } = [];

    public Dictionary<uint, SlowMarket> Markets { get; } = [];

    public Dictionary<(AccountId Account, uint Asset), SlowWallet> Wallets { get; } = [];

    /// <summary>Wallets in order of creation, to draw from.</summary>
    public List<SlowWallet> WalletList { get; } = [];

    public Dictionary<long, SlowOrder> Orders { get; } = [];

    public Dictionary<Address, SlowOwner> Owners { get; } = [];

    public Dictionary<ulong, SlowWithdrawal> Withdrawals { get; } = [];

    public ulong NowSeconds => (ulong)(_nowNs / Limits.NsPerSecond);

    public ulong LastMatch { get; private set; }

    /// <summary>Takes the frame that answered a command, and the command where refusals are to be judged too.</summary>
    /// <exception cref="MoneyException">A number of it is not the slow ledger's.</exception>
    public void Apply(ReadOnlySpan<byte> frame, byte[]? command = null)
    {
        _request = command ?? [];
        var events = new EventFrame(frame);
        ref readonly var header = ref events.Header;
        var gapNs = header.TimestampNs - _nowNs;
        (_sequence, _nowNs, _command) = (header.Sequence, header.TimestampNs, header.CommandType);
        NoteOutage(gapNs);
        if (gapNs > Limits.NsPerSecond)
        {
            StartPatienceAnew();
        }

        _earlier = default;
        (_step, _deleveraging) = (null, null);
        ReadVolatility();
        foreach (var item in events)
        {
            (_index, _type) = (item.Index, item.Type);
            Apply(item);
        }

        EndFrame();
    }

    public SlowWallet? Wallet(in AccountId account, uint asset) => Wallets.GetValueOrDefault((account, asset));

    private void Apply(EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.OrderAccepted:
                OnAccepted(in item.Body<OrderAccepted>());
                break;
            case EventType.OrderRejected:
                OnRejected(in item.Body<OrderRejected>());
                break;
            case EventType.OrderCancelled:
                OnCancelled(in item.Body<OrderCancelled>());
                break;
            case EventType.OrderReduced:
                OnReduced(in item.Body<OrderReduced>());
                break;
            case EventType.OrderTriggered:
                OnTriggered(in item.Body<OrderTriggered>());
                break;
            case EventType.OrderReplaced:
                OnReplaced(in item.Body<OrderReplaced>());
                break;
            case EventType.OrderAmended:
                OnAmended(in item.Body<OrderAmended>());
                break;
            case EventType.Traded:
                OnTraded(in item.Body<Traded>());
                break;
            case EventType.PositionClosed:
                OnClosed(in item.Body<PositionClosed>());
                break;
            case EventType.FeeTierChanged:
                OnFeeTier(in item.Body<FeeTierChanged>());
                break;
            case EventType.DepositCredited:
                OnDeposit(in item.Body<DepositCredited>());
                break;
            case EventType.BalanceChanged:
                OnBalance(in item.Body<BalanceChanged>());
                break;
            case EventType.FundChanged:
                OnFund(in item.Body<FundChanged>());
                break;
            case EventType.WithdrawalChanged:
                OnWithdrawal(in item.Body<WithdrawalChanged>());
                break;
            case EventType.OwnerActionTaken:
                OnOwnerAction(in item.Body<OwnerActionTaken>());
                break;
            case EventType.ForcedExitChanged:
                OnForcedExit(in item.Body<ForcedExitChanged>());
                break;
            case EventType.MarginModeChanged:
                OnMode(in item.Body<MarginModeChanged>());
                break;
            case EventType.CommandRejected:
                OnCommandRejected(in item.Body<CommandRejected>());
                break;
            case EventType.SettlementChanged:
                OnSettled(in item.Body<SettlementUpdate>());
                break;
            default:
                ApplyMargin(item);
                break;
        }
    }

    private void ApplyMargin(EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.MarginCalled:
                OnMarginCalled(in item.Body<MarginCalled>());
                break;
            case EventType.MarginReported:
                OnMarginReported(in item.Body<MarginReported>());
                break;
            case EventType.LiquidationChanged:
                OnLiquidation(in item.Body<LiquidationChanged>());
                break;
            case EventType.PositionRanked:
                OnRanked(in item.Body<PositionRanked>());
                break;
            case EventType.PositionDebtChanged:
                OnDebt(in item.Body<PositionDebtChanged>());
                break;
            case EventType.PositionSettled:
                OnSettled(in item.Body<PositionSettled>());
                break;
            case EventType.MarketSettled:
                OnMarketSettled(in item.Body<MarketSettled>());
                break;
            case EventType.ResultChanged:
                OnResult(in item.Body<ResultChanged>());
                break;
            default:
                ApplyTerms(item);
                break;
        }
    }

    private void ReadVolatility()
    {
        if (volatility is null || markedNs is null)
        {
            return;
        }

        _reckoned.RemoveAll(market => market.State >= MarketState.Settling);
        foreach (var market in _reckoned)
        {
            market.VolatilityTicks = volatility(market.Terms.MarketId);
            market.MarkedNs = markedNs(market.Terms.MarketId);
        }
    }

    private SlowMarket Market(uint id) => Markets.GetValueOrDefault(id) ?? throw Failure($"market {id} is unknown");

    private SlowAsset Asset(uint id) => Assets.GetValueOrDefault(id) ?? throw Failure($"asset {id} is unknown");

    /// <summary>The wallet, new if need be, to be looked at when the frame ends.</summary>
    private SlowWallet Touch(in AccountId account, uint asset)
    {
        if (!Wallets.TryGetValue((account, asset), out var wallet))
        {
            wallet = new SlowWallet(account, Asset(asset));
            Wallets.Add((account, asset), wallet);
            WalletList.Add(wallet);
            wallet.Asset.Wallets.Add(account, wallet);
        }

        return Touch(wallet);
    }

    private SlowWallet Touch(SlowWallet wallet)
    {
        if (!wallet.IsTouched)
        {
            wallet.IsTouched = true;
            _touchedWallets.Add(wallet);
        }

        return wallet;
    }

    private SlowMarket Touch(SlowMarket market)
    {
        if (!market.IsTouched)
        {
            market.IsTouched = true;
            _touchedMarkets.Add(market);
        }

        Touch(market.Asset);
        return market;
    }

    private SlowAsset Touch(SlowAsset asset)
    {
        if (!asset.IsTouched)
        {
            asset.IsTouched = true;
            _touchedAssets.Add(asset);
        }

        return asset;
    }

    private static SlowPosition Position(SlowWallet wallet, SlowMarket market)
    {
        if (!market.Positions.TryGetValue(wallet.Account, out var position))
        {
            position = new SlowPosition(wallet, market);
            market.Positions.Add(wallet.Account, position);
            wallet.Positions.Add(position);
        }

        return position;
    }

    private void Expect(string what, Int128 expected, Int128 actual, SlowWallet? wallet = null)
    {
        if (expected != actual)
        {
            throw Failure(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {actual} in the engine, {expected} in the slow ledger{Of(wallet)}"));
        }
    }

    private void That(bool condition, string what, SlowWallet? wallet = null)
    {
        if (!condition)
        {
            throw Failure(what + Of(wallet));
        }
    }

    private static string Of(SlowWallet? wallet) =>
        wallet is null ? string.Empty : $", {Scenarios.ScenarioNames.NameOf(wallet.Account)}";

    private MoneyException Failure(string what) => new(string.Create(
        CultureInfo.InvariantCulture, $"{what} (command {_sequence} {_command}, event {_index} {_type})"))
    {
        Kind = $"{_type} {string.Concat(what.TakeWhile(letter => letter is not (':' or ',')).Where(letter => !char.IsAsciiDigit(letter)))}",
    };

    /// <summary>The balances that an event carries.</summary>
    private void ExpectBalances(SlowWallet wallet, Int128 available, Int128 held, Int128 owed)
    {
        Expect("available", wallet.Available, available, wallet);
        Expect("held", wallet.Held, held, wallet);
        Expect("owed", wallet.Owed, owed, wallet);
    }
}
