using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>What trades add up to: tiers (F4), lives of positions (F10), trades that may be taken back (F11).</summary>
public sealed partial class SlowLedger
{
    private const ulong SecondsPerDay = 86_400;
    private const int RememberedTrades = 4_096;

    /// <summary>Positions and money of all markets are settled together; otherwise trade by trade (X4).</summary>
    public bool IsNetted { get; init; } = true;

    /// <summary>Matches that the chain refused and nobody has taken back; only where trades settle one by one.</summary>
    public List<ulong> FailedMatches { get; } = [];

    private readonly Dictionary<ulong, Traded> _trades = [];

    /// <summary>Fees of a busted trade: FEE_REFUND must follow in the frame.</summary>
    private readonly List<(SlowWallet Wallet, Int128 Amount)> _refunds = [];
    private SetFeeSchedule _schedule;
    private ulong _scheduleNumber;

    /// <summary>Trades that may still be taken back.</summary>
    public IReadOnlyCollection<ulong> RecentTrades => _trades.Keys;

    private SlowOwner Owner(in Address address)
    {
        if (!Owners.TryGetValue(address, out var owner))
        {
            owner = new SlowOwner();
            Owners.Add(address, owner);
        }

        return owner;
    }

    /// <summary>F4: at the first trade of a day, or of a schedule, the tier is found anew; a change was just published.</summary>
    private void BeginDay(SlowParty party)
    {
        var owner = Owner(party.Wallet.Account.Owner);
        var day = NowSeconds / SecondsPerDay;
        if (owner.Day != day || owner.Schedule != _scheduleNumber)
        {
            Expect("tier without FeeTierChanged", TierOf(owner.VolumeBefore(day)), owner.Tier, party.Wallet);
            (owner.Day, owner.Schedule) = (day, _scheduleNumber);
        }
    }

    private void OnFeeTier(in FeeTierChanged changed)
    {
        var owner = Owner(in changed.Owner);
        var day = NowSeconds / SecondsPerDay;
        var volume = owner.VolumeBefore(day);
        Expect("tier", TierOf(volume), changed.Tier);
        Expect("30-day volume", (Int128)(volume * FixedPoint.One), changed.Volume);
        That(changed.Tier != owner.Tier, "a tier changed to itself");
        (owner.Tier, owner.Day, owner.Schedule) = (changed.Tier, day, _scheduleNumber);
    }

    private uint TierOf(BigInteger volume)
    {
        uint tier = 0;
        for (var index = 0; index < _schedule.Count; index++)
        {
            var least = (BigInteger)_schedule.Tiers[index].MinVolume;
            tier = volume * FixedPoint.One >= least ? (uint)index + 1 : tier;
        }

        return tier;
    }

    private Int128 Discounted(SlowParty party, Int128 fee, bool isTaker)
    {
        var tier = Owner(party.Wallet.Account.Owner).Tier;
        if (tier == 0 || fee <= 0)
        {
            return fee;
        }

        var terms = _schedule.Tiers[(int)tier - 1];
        return fee - Ratio.Down(fee, isTaker ? terms.TakerDiscountBp : terms.MakerDiscountBp, Limits.BasisPoints);
    }

    private void CountLife(SlowParty party, in Traded trade)
    {
        var position = party.Position;
        var life = position.Life;
        var closingFee = party.OpenedLots == 0
            ? party.Fee
            : Ratio.TowardZero(party.Fee, party.ClosedLots, party.ClosedLots + party.OpenedLots);
        if (party.ClosedLots > 0)
        {
            life.ExitTickLots += (Int128)party.ClosedLots * trade.PriceTicks;
            life.Realised += party.Realised;
            life.Fees += closingFee;
        }

        if (party.ClosedLots > 0 && party.ClosedLots == party.SizeBefore)
        {
            EndLife(position, party.Side == Side.Sell, trade.MatchedNs, party.End);
            life = position.Life;
        }

        if (party.OpenedLots > 0)
        {
            life.OpenedNs = life.OpenedLots == 0 ? trade.MatchedNs : life.OpenedNs;
            life.OpenedLots += party.OpenedLots;
            life.EntryTickLots += (Int128)party.OpenedLots * trade.PriceTicks;
            life.Fees += party.Fee - closingFee;
        }
    }

    /// <summary>PositionClosed with exactly this must follow in the frame.</summary>
    private void EndLife(SlowPosition position, bool wasLong, long closedNs, PositionEnd end)
    {
        var life = position.Life;
        var net = life.Realised - life.Fees;
        _closed.Add((position, new PositionClosed
        {
            OpenedNs = life.OpenedNs,
            ClosedNs = closedNs,
            Lots = wasLong ? life.OpenedLots : -life.OpenedLots,
            EntryTickLots = life.EntryTickLots,
            ExitTickLots = life.ExitTickLots,
            RealisedPnl = life.Realised,
            Fees = life.Fees,
            End = end,
            Outcome = net > 0 ? Outcome.Win : net < 0 ? Outcome.Loss : Outcome.Even,
        }));
        position.Life = new SlowLife();
    }

    private void OnClosed(in PositionClosed closed)
    {
        var (account, market) = (closed.Account, closed.MarketId);
        var place = _closed.FindIndex(
            item => item.Position.Wallet.Account == account && item.Position.Market.Terms.MarketId == market);
        That(place >= 0, "PositionClosed of a position that did not end");
        var (position, expected) = _closed[place];
        _closed.RemoveAt(place);
        var wallet = position.Wallet;
        Expect("closed: lots", expected.Lots, closed.Lots, wallet);
        Expect("closed: opened at", expected.OpenedNs, closed.OpenedNs, wallet);
        Expect("closed: closed at", expected.ClosedNs, closed.ClosedNs, wallet);
        Expect("closed: entry", expected.EntryTickLots, closed.EntryTickLots, wallet);
        Expect("closed: exit", expected.ExitTickLots, closed.ExitTickLots, wallet);
        Expect("closed: realised", expected.RealisedPnl, closed.RealisedPnl, wallet);
        Expect("closed: fees", expected.Fees, closed.Fees, wallet);
        Expect("closed: end", (int)expected.End, (int)closed.End, wallet);
        Expect("closed: outcome", (int)expected.Outcome, (int)closed.Outcome, wallet);
    }

    /// <summary>X4: what the chain refused for good.</summary>
    private void OnSettled(in SettlementUpdate update)
    {
        for (var id = update.FirstMatchId; !IsNetted && update.State == SettlementState.Failed && id <= update.LastMatchId; id++)
        {
            FailedMatches.Add(id);
        }
    }

    private void Remember(in Traded trade)
    {
        _trades[trade.MatchId] = trade;
        if (IsNetted && trade.MatchId > RememberedTrades)
        {
            _trades.Remove(trade.MatchId - RememberedTrades);
        }
    }

    /// <summary>F11: the same lots at the same price, sides exchanged; both fees are back before the lots move.</summary>
    private void BeginBust(in Traded trade, SlowParty bought, SlowParty sold)
    {
        That(_trades.TryGetValue(trade.BustedMatchId, out var busted), "a bust of a trade that is long over");

        var market = bought.Position.Market;
        var isOutside = market.MarginPrice is { } mark && Math.Abs(trade.PriceTicks - mark) > market.Risk.NoCancelTicks;
        That(!IsNetted || isOutside, "a bust inside the no-cancel range (F11)", bought.Wallet);
        That(IsNetted || FailedMatches.Remove(trade.BustedMatchId), "a bust of what the chain did not refuse (X4)");
        Expect("bust: lots", busted.QuantityLots, trade.QuantityLots);
        Expect("bust: price", busted.PriceTicks, trade.PriceTicks);
        That(busted.Buy.Account == trade.Sell.Account && busted.Sell.Account == trade.Buy.Account, "bust of other accounts");
        if ((busted.Flags & OffMarket) == 0)
        {
            var day = (ulong)(busted.MatchedNs / Limits.NsPerSecond) / SecondsPerDay;
            var volume = (BigInteger)busted.QuantityLots * bought.Position.Market.RangeValue / FixedPoint.One;
            Owner(bought.Wallet.Account.Owner).Add(day, -volume);
            Owner(sold.Wallet.Account.Owner).Add(day, -volume);
        }

        UnlockExit(sold.Wallet);
        UnlockExit(bought.Wallet);
        GiveBack(sold, busted.Buy.Fee);
        GiveBack(bought, busted.Sell.Fee);
    }

    private void GiveBack(SlowParty party, Int128 fee)
    {
        if (fee != 0)
        {
            _refunds.Add((party.Wallet, fee));
        }

        Settle(party.Wallet, fee);
        party.Position.Market.Asset.Fees -= fee;
        party.Position.FeesPaid -= fee;
        party.Position.Life.Fees -= party.Position.Lots == 0 ? 0 : fee;
        party.Wallet.Explained += fee;
        party.Wallet.CountResult(Today, fee);
    }
}
