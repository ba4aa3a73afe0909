using DexExtra.Gateway.Tests.Support;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Views;

/// <summary>Money, margin and positions through the events of the complete engine, as hand-built frames.</summary>
public sealed class MoneyViewTests
{
    private const uint MarketId = 1;

    private readonly VenueView _venue = new(new GatewayLimits());
    private readonly AccountId _alice = new Trader().Account;
    private readonly AccountId _bob = new Trader().Account;
    private readonly Dictionary<AccountId, ulong> _sequences = [];
    private long _sequence = 1;
    private ulong _marketSequence;
    private ulong _matchId;

    public MoneyViewTests() => Apply(EventType.MarketCreated, new MarketCreated
    {
        Request = new CreateMarket
        {
            MarketId = MarketId,
            AssetId = 1,
            TickSize = 1_000_000,
            LotSize = FixedPoint.One,
            MarginMode = MarginMode.Cross,
            InitialState = MarketState.Draft,
        },
    });

    private AccountView Alice => _venue.Account(in _alice)!;

    private MarketView Market => _venue.MarketOf(MarketId);

    [Theory]
    [InlineData(TradeFlags.Liquidation, 1L << 62 | 5)]
    [InlineData(TradeFlags.Deleveraging, 0)]
    [InlineData(TradeFlags.Bust, 0)]
    [Trait("rule", "L4")]
    public void Sides_without_an_order_move_positions_and_money_only(TradeFlags flags, long orderId)
    {
        Trade(flags, orderId, 7);

        Assert.Equal(new Balance(11, 12, -13), Alice.Balances[1]);
        Assert.Equal(
            (7L, (Int128)70, (Int128)4, (Int128)9),
            (Alice.Positions[MarketId].Lots, Alice.Positions[MarketId].Cost, Alice.Positions[MarketId].RealisedPnl,
                Alice.Positions[MarketId].Margin));
        Assert.Empty(Alice.OrdersNewestFirst(openOnly: false));
        Assert.Equal(flags, Alice.FillsNewestFirst.Single().Flags);
        Assert.Null(Alice.FillsNewestFirst.Single().Liquidity);
    }

    [Fact]
    [Trait("rule", "F7")]
    public void A_side_with_an_order_that_is_not_known_is_a_hole_in_the_log() =>
        Assert.Throws<KeyNotFoundException>(() => Trade(TradeFlags.None, 5, 7));

    [Fact]
    [Trait("rule", "R5")]
    public void A_position_has_the_mode_bucket_and_place_that_were_said_last()
    {
        Apply(EventType.MarginModeChanged, new MarginModeChanged
        {
            Account = _alice,
            AccountSequence = Next(_alice),
            MarketId = MarketId,
            AssetId = 1,
            Margin = 5,
            Available = 6,
            Owed = -1,
            Mode = MarginMode.Isolated,
        });
        Rank(4);
        Assert.Equal(
            new PositionRecord(0, 0, 0, 5, MarginMode.Isolated, 4), Alice.Positions[MarketId]);
        Trade(TradeFlags.Deleveraging, 0, 7);
        Change(_alice, BalanceChange.Released, MarketId, 2);
        Assert.Equal(new PositionRecord(7, 70, 4, 2, MarginMode.Isolated, 4), Alice.Positions[MarketId]);
        Assert.Equal(new Balance(21, 22, -23), Alice.Balances[1]);
        Apply(EventType.PositionDebtChanged, new PositionDebtChanged
        {
            Account = _alice,
            MarketId = MarketId,
            AssetId = 1,
            Change = -4,
            Debt = -4,
        });
        Assert.Equal(-4, Alice.Positions[MarketId].Debt);
    }

    [Fact]
    [Trait("rule", "M9")]
    public void A_payout_empties_the_position_and_the_market_says_how()
    {
        Trade(TradeFlags.Deleveraging, 0, 7);
        Rank(5);
        Apply(EventType.PositionSettled, new PositionSettled
        {
            Account = _alice,
            AccountSequence = Next(_alice),
            MarketId = MarketId,
            AssetId = 1,
            Lots = 7,
            RealisedPnl = 30,
            Socialised = 10,
            Available = 31,
        });
        Apply(EventType.PositionClosed, new PositionClosed
        {
            Account = _alice,
            AccountSequence = Next(_alice),
            MarketId = MarketId,
            Lots = 7,
            End = PositionEnd.Settlement,
            Outcome = Outcome.Win,
        });
        State(MarketState.Settled);
        Apply(EventType.ResultChanged, new ResultChanged
        {
            MarketSequence = ++_marketSequence,
            Update = new OracleUpdate { MarketId = MarketId, Kind = OracleUpdateKind.Confirmed },
            SettlementTicks = 50,
        });
        Apply(EventType.MarketSettled, new MarketSettled
        {
            MarketSequence = ++_marketSequence,
            MarketId = MarketId,
            SettlementTicks = 50,
            Gains = 30,
        });

        Assert.Equal(new PositionRecord(0, 0, 24), Alice.Positions[MarketId]);
        Assert.Equal(new Balance(31, 0), Alice.Balances[1]);
        Assert.Equal(
            (PositionEnd.Settlement, Outcome.Win),
            (Alice.ClosedNewestFirst.Single().End, Alice.ClosedNewestFirst.Single().Outcome));
        Assert.Equal(
            (MarketState.Settled, 50L, (Int128)30), (Market.State, Market.Result!.Value.SettlementTicks, Market.Settlement!.Value.Gains));
        Assert.Equal(Market.Sequence, Market.LastStatusSequence);
    }

    [Fact]
    [Trait("rule", "L1")]
    public void Levels_and_stages_are_kept_by_unit()
    {
        Call(0, MarginLevel.Warning);
        Call(MarketId, MarginLevel.Liquidation);
        Call(0, MarginLevel.None);
        Liquidate(0, isIsolated: 0, LiquidationStage.RiskOrders);
        Liquidate(MarketId, isIsolated: 0, LiquidationStage.Reducing);
        Liquidate(MarketId, isIsolated: 1, LiquidationStage.Ended);

        Assert.Equal(
            [(0U, MarginLevel.None), (MarketId, MarginLevel.Liquidation)],
            Alice.Margins.Select(pair => (pair.Key.MarketId, pair.Value.Level)));
        Assert.Equal(
            [(0U, LiquidationStage.Reducing), (MarketId, LiquidationStage.Ended)],
            Alice.Liquidations.Select(pair => (pair.Key.MarketId, pair.Value.Stage)));
    }

    [Fact]
    [Trait("rule", "K2")]
    public void Withdrawals_under_way_come_first_and_show_their_money()
    {
        Withdraw(1, WithdrawalState.Locked, 90);
        Withdraw(2, WithdrawalState.Waiting, 80);
        Withdraw(1, WithdrawalState.Sent, 80);
        Withdraw(3, WithdrawalState.Locked, 70);
        Withdraw(1, WithdrawalState.Final, 70);
        Withdraw(3, WithdrawalState.Failed, 80);

        Assert.Equal(
            [(2UL, WithdrawalState.Waiting), (3UL, WithdrawalState.Failed), (1UL, WithdrawalState.Final)],
            Alice.WithdrawalsNewestFirst.Select(changed => (changed.WithdrawalId, changed.State)));
        Assert.Equal(new Balance(80, 0), Alice.Balances[1]);
    }

    [Fact]
    [Trait("rule", "R6")]
    public void Parameters_are_those_said_last()
    {
        Change(_alice, BalanceChange.TransferIn, 0, 0);
        Limit(RiskScope.Market, default, MarketId, 1);
        Limit(RiskScope.Owner, new AccountId(_alice.Owner, 0), 0, 2);
        Limit(RiskScope.Account, _alice, 0, 3);
        Fund(FundKind.Insurance, MarketId, 40);
        Fund(FundKind.Insurance, MarketId, 41);
        Fund(FundKind.Guarantee, 0, 42);
        Apply(EventType.FeeTierChanged, new FeeTierChanged { Owner = _alice.Owner, Tier = 2 });
        Apply(EventType.VenueStateChanged, new VenueStateChanged { State = new SetVenueState { HaltTrading = 1 } });
        Apply(EventType.MarginReported, default(MarginReported));
        Apply(EventType.RiskParametersChanged, new RiskParametersChanged
        {
            MarketSequence = ++_marketSequence,
            MarketId = MarketId,
            Parameters = new RiskParameters { MinScanTicks = 6 },
        });

        Assert.Equal(
            (1L, 2L, 3L),
            (Market.Limits!.Value.MaxPositionLots, _venue.LimitsOf(_alice.Owner)!.Value.MaxPositionLots,
                Alice.Limits!.Value.MaxPositionLots));
        Assert.Equal(
            [(FundKind.Guarantee, (Int128)42), (FundKind.Insurance, (Int128)41)],
            _venue.Funds.Select(pair => (pair.Key.Kind, pair.Value)));
        Assert.Equal((2U, (byte)1), (_venue.TierOf(_alice.Owner)!.Value.Tier, _venue.Switches.HaltTrading));
        Assert.Equal(6, Market.Risk!.Value.MinScanTicks);
    }

    private ulong Next(AccountId account) => _sequences[account] = _sequences.GetValueOrDefault(account) + 1;

    private void Trade(TradeFlags flags, long orderId, long lots) => Apply(EventType.Traded, new Traded
    {
        MatchId = ++_matchId,
        MarketSequence = ++_marketSequence,
        MarketId = MarketId,
        AssetId = 1,
        Flags = flags,
        QuantityLots = 7,
        Buy = new TradeSide
        {
            Account = _alice,
            OrderId = orderId,
            AccountSequence = Next(_alice),
            Available = 11,
            Held = 12,
            Owed = -13,
            Margin = 9,
            PositionLots = lots,
            PositionCost = 70,
            RealisedPnl = 4,
        },
        Sell = new TradeSide { Account = _bob, AccountSequence = Next(_bob), PositionLots = -lots },
    });

    private void Rank(byte quantile) => Apply(EventType.PositionRanked, new PositionRanked
    {
        Account = _alice,
        AccountSequence = Next(_alice),
        MarketId = MarketId,
        Quantile = quantile,
    });

    private void Change(AccountId account, BalanceChange kind, uint market, Int128 margin) =>
        Apply(EventType.BalanceChanged, new BalanceChanged
        {
            Account = account,
            AccountSequence = Next(account),
            AssetId = 1,
            MarketId = market,
            Available = 21,
            Held = 22,
            Owed = -23,
            Margin = margin,
            Kind = kind,
        });

    private void State(MarketState state) => Apply(EventType.MarketStateChanged, new MarketStateChanged
    {
        MarketSequence = ++_marketSequence,
        MarketId = MarketId,
        State = state,
        Cause = StateCause.PayoutComplete,
    });

    private void Call(uint market, MarginLevel level) => Apply(EventType.MarginCalled, new MarginCalled
    {
        Account = _alice,
        AccountSequence = Next(_alice),
        AssetId = 1,
        MarketId = market,
        Level = level,
    });

    private void Liquidate(uint market, byte isIsolated, LiquidationStage stage) =>
        Apply(EventType.LiquidationChanged, new LiquidationChanged
        {
            Account = _alice,
            AccountSequence = Next(_alice),
            AssetId = 1,
            MarketId = market,
            IsIsolated = isIsolated,
            Stage = stage,
        });

    private void Withdraw(ulong id, WithdrawalState state, Int128 available) =>
        Apply(EventType.WithdrawalChanged, new WithdrawalChanged
        {
            Request = new RequestWithdrawal { Account = _alice, AssetId = 1, Amount = 10, Nonce = id },
            WithdrawalId = id,
            AccountSequence = Next(_alice),
            Available = available,
            State = state,
        });

    private void Limit(RiskScope scope, AccountId account, uint market, long lots) =>
        Apply(EventType.RiskLimitsChanged, new RiskLimitsChanged
        {
            Request = new SetRiskLimits
            {
                Account = account,
                MarketId = market,
                Scope = scope,
                Limits = new RiskLimits { MaxPositionLots = lots },
            },
        });

    private void Fund(FundKind kind, uint market, Int128 balance) => Apply(EventType.FundChanged, new FundChanged
    {
        Kind = kind,
        AssetId = 1,
        MarketId = market,
        Balance = balance,
    });

    private void Apply<TBody>(EventType type, TBody body)
        where TBody : unmanaged =>
        _venue.Apply(new EventFrame(new TestFrame(++_sequence).Add(type, body).Bytes));
}
