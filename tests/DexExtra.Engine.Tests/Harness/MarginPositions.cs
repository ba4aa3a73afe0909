using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>Positions of margin markets, made in the state as fills would: for tests of what becomes of them.</summary>
internal static class MarginPositions
{
    /// <summary>A trade of the plain market; realised profit comes from the pool, a loss goes to it.</summary>
    public static void Fill(this Venue venue, AccountId buyer, AccountId seller, long lots, long priceTicks)
    {
        venue.FillSide(buyer, lots, priceTicks);
        venue.FillSide(seller, -lots, priceTicks);
        var match = new Traded
        {
            MatchId = venue.Engine.State.Settlement.Append(),
            PriceTicks = priceTicks,
            QuantityLots = lots,
            Flags = TradeFlags.Block,
            MatchedNs = venue.NowNs,
        };
        venue.Engine.State.Matches.Add(in match, 0);
        venue.Engine.State.Ledger.VerifyTouched();
        venue.Engine.Audit();
    }

    /// <summary>R5: the position becomes isolated, with so much behind it.</summary>
    public static void Isolate(this Venue venue, AccountId account, Int128 bucket)
    {
        ref var position = ref venue.PlainPositionOf(account);
        position.Mode = MarginMode.Isolated;
        var ledger = venue.Engine.State.Ledger;
        ledger[BalanceOf(venue, account)].CrossPositions--;
        ledger.Post(0, ledger.Available(BalanceOf(venue, account)), position.Margin, bucket);
        ledger.VerifyTouched();
    }

    /// <summary>What an account has is so much less, for the guarantee fund or the insurance.</summary>
    public static void Take(this Venue venue, AccountId account, Int128 amount, LedgerClass fund)
    {
        var ledger = venue.Engine.State.Ledger;
        var target = fund == LedgerClass.Insurance ? venue.MarketOf().Insurance : ledger.Guarantee(0);
        ledger.Post(0, ledger.Available(BalanceOf(venue, account)), target, amount);
        ledger.VerifyTouched();
    }

    public static ref Position PlainPositionOf(this Venue venue, AccountId account)
    {
        var state = venue.Engine.State;
        Assert.True(state.Accounts.TryFind(in account, out var slot));
        return ref state.Positions[state.FindOrAddPosition(slot, 0)];
    }

    public static Market MarketOf(this Venue venue) => venue.Engine.State.Markets[0];

    public static Int128 CashOf(this Venue venue, AccountId account) =>
        venue.Engine.State.Ledger[BalanceOf(venue, account)].Available;

    public static Int128 DebtOf(this Venue venue, AccountId account) =>
        venue.Engine.State.Ledger[BalanceOf(venue, account)].Owed;

    private static int BalanceOf(Venue venue, AccountId account)
    {
        Assert.True(venue.Engine.State.Accounts.TryFind(in account, out var slot));
        return venue.Engine.State.Ledger.FindOrAdd(slot, 0);
    }

    private static void FillSide(this Venue venue, AccountId account, long signedLots, long priceTicks)
    {
        var market = venue.MarketOf();
        var ledger = venue.Engine.State.Ledger;
        ref var position = ref venue.PlainPositionOf(account);
        Assert.True(venue.Engine.State.Accounts.TryFind(in account, out var owner));
        venue.Engine.State.Matches.Note(
            signedLots > 0 ? Side.Buy : Side.Sell, venue.Engine.State.FindOrAddPosition(owner, 0));
        var (lots, cost) = (position.Lots, position.Cost);
        var closing = position.ClosingLots(signedLots);
        var realised = position.Apply(signedLots, closing, priceTicks * market.TickValue);
        if (Math.Abs(signedLots) > closing)
        {
            position.Life.Open(Math.Abs(signedLots) - closing, priceTicks, 0, venue.NowNs);
        }

        var slot = venue.Engine.State.FindOrAddPosition(owner, 0);
        market.CountPosition(venue.Engine.State.Positions, slot, lots, cost, position.Lots, position.Cost);
        if (realised > 0)
        {
            ledger.PayIn(BalanceOf(venue, account), market.Pool, realised);
        }
        else
        {
            ledger.Charge(BalanceOf(venue, account), market.Pool, -realised);
        }
    }
}
