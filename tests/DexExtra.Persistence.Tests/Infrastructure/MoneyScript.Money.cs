using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>Margin, custody, parameters and the payout.</summary>
internal sealed partial class MoneyScript
{
    /// <summary>Alice's position becomes isolated: 10.0 in its bucket; it is called, stepped and ranked.</summary>
    private void Margins()
    {
        _available[_alice] -= 10 * One;
        Frame(CommandType.SetMarginMode, () => Emit(EventType.MarginModeChanged, new MarginModeChanged
        {
            Account = _alice,
            AccountSequence = Next(_alice),
            MarketId = CrossMarket,
            AssetId = 1,
            Margin = 10 * One,
            Available = _available[_alice],
            Nonce = 9,
            Mode = MarginMode.Isolated,
        }));
        Frame(CommandType.Tick, () =>
        {
            Called(MarginLevel.None, MarginLevel.MarginCall, CrossMarket);
            Called(MarginLevel.MarginCall, MarginLevel.None, 0);
            Liquidated(LiquidationStage.RiskOrders, 0);
            Liquidated(LiquidationStage.Reducing, CrossMarket);
            Emit(EventType.PositionRanked, new PositionRanked
            {
                Account = _bob,
                AccountSequence = Next(_bob),
                MarketId = CrossMarket,
                Quantile = 5,
            });
            Owes(-3 * One, -3 * One);
            Owes(2 * One, -One);
        });
        Frame(CommandType.Tick, () => Owes(One, 0));
        Balance(_alice, BalanceChange.Released, 10 * One, CrossMarket, 0);
    }

    private void Owes(Int128 change, Int128 debt) => Emit(EventType.PositionDebtChanged, new PositionDebtChanged
    {
        Account = _alice,
        MarketId = CrossMarket,
        AssetId = 1,
        Change = change,
        Debt = debt,
    });

    private void Called(MarginLevel before, MarginLevel level, uint market) =>
        Emit(EventType.MarginCalled, new MarginCalled
        {
            Account = _alice,
            AccountSequence = Next(_alice),
            AssetId = 1,
            MarketId = market,
            Equity = -3 * One,
            InitialMargin = 4 * One,
            MaintenanceMargin = 2 * One,
            Level = level,
            Before = before,
        });

    private void Liquidated(LiquidationStage stage, uint market) =>
        Emit(EventType.LiquidationChanged, new LiquidationChanged
        {
            Account = _alice,
            AccountSequence = Next(_alice),
            AssetId = 1,
            MarketId = market,
            Lots = -2,
            LimitTicks = 91,
            BankruptcyTicks = 88,
            Equity = One,
            MaintenanceMargin = 2 * One,
            InsurancePaid = 1,
            Fee = 2,
            Step = 3,
            Stage = stage,
            IsIsolated = market == 0 ? (byte)0 : (byte)1,
            IsSharing = (byte)(_sequence % 2),
            IsSliced = (byte)(_sequence / 2 % 2),
        });

    private void Balance(AccountId account, BalanceChange kind, Int128 amount, uint market, ulong reference)
    {
        _available[account] += amount;
        Frame(CommandType.Tick, () => Emit(EventType.BalanceChanged, new BalanceChanged
        {
            Account = account,
            AccountSequence = Next(account),
            AssetId = 1,
            MarketId = market,
            Amount = amount,
            Available = _available[account],
            Counterparty = kind == BalanceChange.TransferOut ? _bob : default,
            Reference = reference,
            Kind = kind,
        }));
    }

    /// <summary>Every kind of change in pairs that leave no money over, and withdrawals to both ends.</summary>
    private void Custody()
    {
        Balance(_alice, BalanceChange.TransferOut, -One, 0, 11);
        Balance(_bob, BalanceChange.TransferIn, One, 0, 11);
        Balance(_alice, BalanceChange.FeeRefund, 2, CrossMarket, 3);
        Fund(_bob, BalanceChange.FundOut, FundKind.Insurance, CrossMarket, 20 * One, 20 * One);
        Fund(_alice, BalanceChange.InsurancePaid, FundKind.Insurance, CrossMarket, -2 * One, 18 * One);
        Fund(_alice, BalanceChange.LiquidationFee, FundKind.Insurance, CrossMarket, One, 19 * One);
        Fund(_bob, BalanceChange.CollateralSold, FundKind.Guarantee, 0, 5 * One, 5 * One);
        Fund(_bob, BalanceChange.CollateralProceeds, FundKind.Guarantee, 0, -One, 4 * One);
        Fund(_alice, BalanceChange.GuaranteePaid, FundKind.Guarantee, 0, -One, 3 * One);
        Fund(_alice, BalanceChange.LossSocialised, FundKind.Dust, 0, One, One);
        Fund(_bob, BalanceChange.FundIn, FundKind.Dust, 0, -One, 0);
        Withdraw(1, WithdrawalState.Waiting, WithdrawalState.Locked, WithdrawalState.Signed, WithdrawalState.Sent,
            WithdrawalState.Final);
        Withdraw(2, WithdrawalState.Locked, WithdrawalState.Failed);
        Withdraw(3, WithdrawalState.Locked);
    }

    private void Fund(AccountId account, BalanceChange kind, FundKind fund, uint market, Int128 amount, Int128 after)
    {
        Balance(account, kind, -amount, market, 5);
        Frame(CommandType.Tick, () => Emit(EventType.FundChanged, new FundChanged
        {
            Kind = fund,
            Cause = kind,
            MarketId = market,
            AssetId = 1,
            Amount = amount,
            Balance = after,
            Reference = ulong.MaxValue,
        }));
    }

    private void Withdraw(ulong id, params WithdrawalState[] states)
    {
        _available[_bob] -= 7 * One;
        foreach (var state in states)
        {
            _available[_bob] += state == WithdrawalState.Failed ? 7 * One : 0;
            var isSent = state is WithdrawalState.Sent or WithdrawalState.Final;
            Frame(CommandType.Tick, () => Emit(EventType.WithdrawalChanged, new WithdrawalChanged
            {
                Request = new RequestWithdrawal
                {
                    Account = _bob,
                    Recipient = VenueSimulator.AddressOf(55),
                    AssetId = 1,
                    Amount = 7 * One,
                    Nonce = 100 + id,
                },
                WithdrawalId = id,
                AccountSequence = Next(_bob),
                ChainId = isSent ? VenueSimulator.ChainId : 0UL,
                TransactionHash = isSent ? HashOf(9) : default,
                BlockNumber = state == WithdrawalState.Final ? 12UL : 0,
                Available = _available[_bob],
                State = state,
                FailureCode = state == WithdrawalState.Failed ? (ushort)3 : (ushort)0,
            }));
        }
    }

    private void Parameters() => Frame(CommandType.Tick, () =>
    {
        var schedule = new SetFeeSchedule { Count = 1 };
        schedule.Tiers[0] = new FeeTier { MinVolume = One, TakerDiscountBp = 7, MakerDiscountBp = 8 };
        Emit(EventType.FeeScheduleChanged, new FeeScheduleChanged { Schedule = schedule });
        Emit(EventType.FeeTierChanged, new FeeTierChanged { Owner = _bob.Owner, Tier = 1, Volume = 5 * One });
        Emit(EventType.RiskParametersChanged, new RiskParametersChanged
        {
            MarketSequence = ++_marketSequence,
            MarketId = CrossMarket,
            Parameters = new RiskParameters { MinScanTicks = 12, MaintenanceBp = 5_000, InsuranceWaitSeconds = 8 },
        });
        Limit(RiskScope.Market, default, CrossMarket);
        Limit(RiskScope.Account, _bob, 0);
        Emit(EventType.CollateralChanged, new CollateralChanged
        {
            Request = new SetCollateral { AssetId = 4, BackedAssetId = 1, HaircutBp = 500, Cap = One },
        });
        Emit(EventType.CollateralPriceChanged, new CollateralPriceChanged
        {
            Request = new SetCollateralPrice { AssetId = 4, Price = One },
        });
        Emit(EventType.WithdrawalLimitsChanged, new WithdrawalLimitsChanged
        {
            Request = new SetWithdrawalLimits { AssetId = 1, HourlyShareBp = 1_000, HourlyAmount = One },
        });
        Emit(EventType.VenueStateChanged, new VenueStateChanged { State = new SetVenueState { HaltTrading = 1 } });
        Emit(EventType.MarginReported, new MarginReported
        {
            Request = new QueryMargin { Account = _bob, MarketId = CrossMarket, RequestId = 4 },
            AssetId = 1,
            Equity = One,
            Reason = RejectReason.InsufficientMargin,
        });
    });

    private void Limit(RiskScope scope, AccountId account, uint market) =>
        Emit(EventType.RiskLimitsChanged, new RiskLimitsChanged
        {
            Request = new SetRiskLimits
            {
                Account = account,
                MarketId = market,
                Scope = scope,
                Limits = new RiskLimits { MaxOrderValue = One, MaxPositionLots = 5 },
            },
        });

    /// <summary>The result, then both positions: what Alice gains Bob pays, less a fee of each.</summary>
    private void Payout() => Frame(CommandType.OracleUpdate, () =>
    {
        State(OracleUpdateKind.Proposed, 50, MarketState.ResultProposed);
        State(OracleUpdateKind.Disputed, 0, MarketState.Disputed);
        State(OracleUpdateKind.Confirmed, 50, MarketState.Settling);
        Settle(_alice, 30, 6);
        Settle(_bob, -24, 0);
        Emit(EventType.MarketSettled, new MarketSettled
        {
            MarketSequence = ++_marketSequence,
            MarketId = CrossMarket,
            AssetId = 1,
            SettlementTicks = 50,
            OpenInterestLots = 2,
            Gains = 30,
            Losses = 24,
            InsurancePaid = 1,
            Socialised = 6,
            FeesReturned = 2,
            IsFallback = 1,
        });
    });

    private void State(OracleUpdateKind kind, long ticks, MarketState state)
    {
        Emit(EventType.ResultChanged, new ResultChanged
        {
            MarketSequence = ++_marketSequence,
            Update = new OracleUpdate
            {
                MarketId = CrossMarket,
                Kind = kind,
                AssertionId = HashOf(3),
                Value = Int128.MinValue,
                Bond = One,
                LivenessEndSeconds = kind == OracleUpdateKind.Proposed ? 1_900_000_100UL : 0,
            },
            SettlementTicks = ticks,
        });
        Emit(EventType.MarketStateChanged, new MarketStateChanged
        {
            MarketSequence = ++_marketSequence,
            MarketId = CrossMarket,
            State = state,
            Cause = StateCause.Oracle,
        });
    }

    private void Settle(AccountId account, Int128 realised, Int128 socialised)
    {
        var cash = realised - socialised - 1;
        _available[account] += cash;
        Emit(EventType.PositionSettled, new PositionSettled
        {
            Account = account,
            AccountSequence = Next(account),
            MarketId = CrossMarket,
            AssetId = 1,
            Lots = _lots[account],
            SettlementTicks = 50,
            RealisedPnl = realised,
            CashDelta = cash,
            Socialised = socialised,
            Fee = 1,
            Available = _available[account],
        });
        Emit(EventType.PositionClosed, new PositionClosed
        {
            Account = account,
            AccountSequence = Next(account),
            MarketId = CrossMarket,
            AssetId = 1,
            OpenedNs = _timeNs - StepNs,
            ClosedNs = _timeNs,
            Lots = account == _alice ? 3 : -7,
            EntryTickLots = 301,
            ExitTickLots = 200,
            RealisedPnl = realised - socialised,
            Fees = 1,
            End = PositionEnd.Settlement,
            Outcome = account == _alice ? Outcome.Win : Outcome.Loss,
        });
    }
}
