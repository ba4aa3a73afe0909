using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Custody of a life: deposits, withdrawals and what the chain does with them, transfers, margins, funds.</summary>
internal sealed class MoneyCustody(MoneyContext context)
{
    private const ulong SettleAt = 2_048;
    private const ulong SettleOneByOneAt = 128;
    private const int FailedRange = 64;
    private static readonly SettlementState[] Ladder =
        [SettlementState.Queued, SettlementState.Submitted, SettlementState.Mined, SettlementState.Final];

    private readonly StreamDice _dice = context.Dice;
    private readonly List<ulong> _pending = [];
    private ulong _nextDeposit = 1;
    private ulong _firstUnsettled = 1;
    private ulong _rangeEnd;
    private int _step;
    private bool _isFailing;
    private ulong _reference;
    private FundTransfer _fund;

    public void Observe(ReadOnlySpan<byte> frame)
    {
        foreach (var item in new EventFrame(frame))
        {
            switch (item.Type)
            {
                case EventType.DepositCredited:
                    _nextDeposit = item.Body<DepositCredited>().Request.DepositId + 1;
                    break;
                case EventType.WithdrawalChanged:
                    Follow(in item.Body<WithdrawalChanged>());
                    break;
                case EventType.SettlementChanged:
                    Settled(in item.Body<SettlementUpdate>());
                    break;
                default:
                    break;
            }
        }
    }

    private ulong SettleFrom => context.Profile.Options.NettedSettlement ? SettleAt : SettleOneByOneAt;

    /// <summary>Matches are settled before the window is full; who will be charged takes all he has away.</summary>
    public byte[]? Urgent()
    {
        if (Winner() is { } winner && _dice.OneIn(2))
        {
            return Escape(winner);
        }

        if (_step == 0 && context.Ledger.LastMatch + 1 - _firstUnsettled < SettleFrom)
        {
            return null;
        }

        if (_step == 0)
        {
            // X4: where trades settle one by one, some ranges are refused by the chain
            _isFailing = !context.Profile.Options.NettedSettlement && _dice.OneIn(3);
            var range = _isFailing ? FailedRange : Limits.MaxSettlementRange;
            _rangeEnd = Math.Min(context.Ledger.LastMatch, _firstUnsettled + (ulong)range - 1);
        }

        return context.Write(CommandType.SettlementUpdate, new SettlementUpdate
        {
            FirstMatchId = _firstUnsettled,
            LastMatchId = _rangeEnd,
            State = _isFailing && Ladder[_step] == SettlementState.Mined ? SettlementState.Failed : Ladder[_step],
            Attempt = 1,
        });
    }

    /// <summary>Somebody with a gain in a market that shares a loss (L2-6).</summary>
    private SlowPosition? Winner()
    {
        foreach (var market in context.Live)
        {
            if (market.Sharing is not null)
            {
                return market.Positions.Values.FirstOrDefault(position => position.GainNow > 0);
            }
        }

        return null;
    }

    private byte[] Escape(SlowPosition winner)
    {
        var (wallet, isRelease) = (winner.Wallet, winner.Bucket > 0 && _dice.OneIn(2));
        return isRelease
            ? context.Write(CommandType.AdjustMargin, new AdjustMargin
            {
                Account = wallet.Account,
                MarketId = winner.Market.Terms.MarketId,
                Amount = -1,
                Nonce = context.Nonce(wallet.Account),
            })
            : context.Write(CommandType.Transfer, new Transfer
            {
                From = wallet.Account,
                ToSubaccount = wallet.Account.Subaccount + 1,
                AssetId = wallet.Asset.Listing.AssetId,
                Amount = wallet.Available - (_dice.OneIn(2) ? 0 : winner.GainNow),
                Nonce = context.Nonce(wallet.Account),
            });
    }

    /// <summary>L2-6: one unit of a gain that may yet be charged; or exactly what is free.</summary>
    public byte[]? Probe() => Winner() is not { } winner
        ? null
        : context.Write(CommandType.Transfer, new Transfer
        {
            From = winner.Wallet.Account,
            ToSubaccount = winner.Wallet.Account.Subaccount + 1,
            AssetId = winner.Wallet.Asset.Listing.AssetId,
            Amount = winner.Wallet.Available - winner.Wallet.SharedGain() + _dice.Below(2),
            Nonce = context.Nonce(winner.Wallet.Account),
        });

    public byte[] Deposit(AccountId? account, uint? asset)
    {
        var to = account ?? context.Account();
        var token = asset ?? _dice.Pick([MoneyMarkets.Main, MoneyMarkets.Main, MoneyMarkets.Small, MoneyMarkets.Backing]);
        var isRich = StreamContext.OwnerOf(in to) <= 3 && account is not null;
        var unit = token == MoneyMarkets.Small ? 10_000L : 10_000_000L;
        return context.Write(CommandType.Deposit, new Deposit
        {
            DepositId = _nextDeposit,
            Account = to,
            Token = MoneyMarkets.Token(token),
            Amount = unit * _dice.Between(1, isRich ? 2_000_000 : _dice.Pick([100, 1_000, 20_000])),
            ChainId = 31_337,
        });
    }

    public byte[]? Withdraw()
    {
        if (context.AnyWallet() is not { } wallet)
        {
            return null;
        }

        var unit = wallet.Asset.Listing.TokenDecimals == 6 ? 100 : 1;
        var amount = wallet.Available / unit * unit;
        amount = _dice.OneIn(4) ? amount : amount / unit * _dice.Between(1, 100) / 100 * unit;
        return context.Write(CommandType.RequestWithdrawal, new RequestWithdrawal
        {
            Account = wallet.Account,
            Recipient = wallet.Account.Owner,
            AssetId = wallet.Asset.Listing.AssetId,
            Amount = amount + (_dice.OneIn(20) ? 1 : 0),
            Nonce = context.Nonce(wallet.Account),
        });
    }

    /// <summary>One rung up, or the chain fails.</summary>
    public byte[]? Update()
    {
        if (_pending.Count == 0)
        {
            return null;
        }

        var id = _dice.Pick(_pending);
        var state = context.Ledger.Withdrawals[id].State;
        // the vault has not the money any more that a forced exit took
        var isGone = context.Ledger.Withdrawals[id].Wallet.Owed < 0 && context.Ledger.Withdrawals[id].Wallet.HasExited;
        var next = isGone || _dice.OneIn(6) ? WithdrawalState.Failed : state + 1;
        return context.Write(CommandType.WithdrawalUpdate, new WithdrawalUpdate
        {
            WithdrawalId = id,
            State = _dice.OneIn(30) ? (WithdrawalState)_dice.Below(8) : next,
            ChainId = 31_337,
        });
    }

    public byte[]? Transfer()
    {
        if (context.AnyWallet() is not { } wallet)
        {
            return null;
        }

        return context.Write(CommandType.Transfer, new Transfer
        {
            From = wallet.Account,
            ToSubaccount = (uint)_dice.Below(context.Profile.Subaccounts + 1),
            AssetId = wallet.Asset.Listing.AssetId,
            Amount = Share(wallet.Available),
            Nonce = context.Nonce(wallet.Account),
        });
    }

    /// <summary>Mostly positions that are isolated.</summary>
    public byte[]? Adjust()
    {
        if (Position(MarginMode.Isolated) is not { } position)
        {
            return null;
        }

        var isRelease = _dice.OneIn(2);
        return context.Write(CommandType.AdjustMargin, new AdjustMargin
        {
            Account = position.Wallet.Account,
            MarketId = position.Market.Terms.MarketId,
            Amount = isRelease ? -Share(position.Bucket) / 4 : Share(position.Wallet.Available) / 4,
            Nonce = context.Nonce(position.Wallet.Account),
        });
    }

    public byte[]? Mode()
    {
        if (Position(_dice.OneIn(2) ? MarginMode.Isolated : MarginMode.Cross) is not { } position)
        {
            return null;
        }

        var isIsolated = position.Mode == MarginMode.Isolated;
        return context.Write(CommandType.SetMarginMode, new SetMarginMode
        {
            Account = position.Wallet.Account,
            MarketId = position.Market.Terms.MarketId,
            Mode = isIsolated != _dice.OneIn(20) ? MarginMode.Cross : MarginMode.Isolated,
            Nonce = context.Nonce(position.Wallet.Account),
        });
    }

    /// <summary>M11, M12: all ways that are allowed, and some that are not.</summary>
    public byte[]? Fund()
    {
        if (_reference != 0 && _dice.OneIn(20))
        {
            return context.Write(CommandType.FundTransfer, _fund with { Amount = _fund.Amount + _dice.Below(2) });
        }

        if (context.AnyWallet() is not { } wallet || context.Market() is not { } market)
        {
            return null;
        }

        var (from, to) = _dice.Pick<(FundKind, FundKind)>(
        [
            (FundKind.Account, FundKind.Insurance), (FundKind.Account, FundKind.Insurance),
            (FundKind.Account, FundKind.Guarantee), (FundKind.Guarantee, FundKind.Insurance),
            (FundKind.Guarantee, FundKind.Account), (FundKind.Fees, FundKind.Account),
            (FundKind.Fees, FundKind.Guarantee), (FundKind.Dust, FundKind.Guarantee),
            (FundKind.Insurance, FundKind.Guarantee),
        ]);
        var asset = to == FundKind.Insurance ? market.Asset : wallet.Asset;
        wallet = context.Ledger.Wallet(wallet.Account, asset.Listing.AssetId) ?? wallet;
        var most = from switch
        {
            FundKind.Account => wallet.Available,
            FundKind.Guarantee => asset.Guarantee,
            FundKind.Fees => asset.Fees,
            _ => 1_000,
        };
        var hasAccount = from == FundKind.Account || to == FundKind.Account;
        _fund = new FundTransfer
        {
            Account = hasAccount ? wallet.Account : default,
            MarketId = to == FundKind.Insurance ? market.Terms.MarketId : 0,
            AssetId = asset.Listing.AssetId,
            From = from,
            To = to,
            Amount = Share(most),
            Reference = ++_reference << 32,
        };
        return context.Write(CommandType.FundTransfer, _fund);
    }

    public byte[]? Query() => context.Market() is not { } market ? null : context.Write(CommandType.QueryMargin, new QueryMargin
    {
        Account = context.Account(),
        MarketId = market.Terms.MarketId,
        Side = (Side)_dice.Between(1, 2),
        PriceTicks = context.Fair(market),
        Lots = _dice.Between(0, 50),
        RequestId = 7,
    });

    public byte[] WithdrawalLimits() => context.Write(CommandType.SetWithdrawalLimits, new SetWithdrawalLimits
    {
        AssetId = _dice.Pick([MoneyMarkets.Main, MoneyMarkets.Small]),
        HourlyShareBp = (uint)_dice.Pick([0, 100, 10_000]),
        HourlyAmount = _dice.Pick([0L, 1_000_000_000, 100_000_000_000]),
        SmallAmount = _dice.Pick([0L, 1_000_000]),
        OutageGateSeconds = (uint)_dice.Pick([0, 10]),
    });

    private Int128 Share(Int128 amount) =>
        _dice.OneIn(8) ? amount + _dice.Between(0, 1) : Int128.Max(1, amount * _dice.Between(1, 100) / 100);

    private SlowPosition? Position(MarginMode mode)
    {
        if (context.Market() is not { IsMargin: true } market || market.Positions.Count == 0)
        {
            return null;
        }

        for (var attempt = 0; attempt < 16; attempt++)
        {
            if (market.Positions.GetValueOrDefault(context.Account()) is { } position && position.Mode == mode)
            {
                return position;
            }
        }

        return null;
    }

    private void Follow(in WithdrawalChanged changed)
    {
        if (changed.State is WithdrawalState.Final or WithdrawalState.Failed)
        {
            _pending.Remove(changed.WithdrawalId);
        }
        else if (!_pending.Contains(changed.WithdrawalId))
        {
            _pending.Add(changed.WithdrawalId);
        }
    }

    private void Settled(in SettlementUpdate update)
    {
        _step = (Array.IndexOf(Ladder, update.State) + 1) % Ladder.Length;
        if (update.State is SettlementState.Final or SettlementState.Failed)
        {
            _firstUnsettled = update.LastMatchId + 1;
        }
    }
}
