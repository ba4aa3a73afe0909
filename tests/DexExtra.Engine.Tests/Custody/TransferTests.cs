using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Custody;

[Trait("rule", "U1")]
public sealed class TransferTests
{
    private static readonly Transfer ToTwo = new()
    {
        From = Alice, ToSubaccount = 2, AssetId = TestMarkets.AssetId, Amount = 400, Nonce = 7,
    };

    [Fact]
    public void Money_moves_to_a_subaccount_which_is_created()
    {
        var venue = Venue.Open();
        Assert.Equal(
            ["alice.2 TRANSFER_OUT -400, has 9600+0", "alice/2.1 TRANSFER_IN 400, has 400+0"],
            venue.Apply(CommandType.Transfer, ToTwo));
        Assert.Equal(
            ["alice/2.2 TRANSFER_OUT -400, has 0+0", "alice.3 TRANSFER_IN 400, has 10000+0"],
            venue.Apply(CommandType.Transfer, ToTwo with { From = AliceTwo, ToSubaccount = 0, Nonce = 8 }));
    }

    [Fact]
    [Trait("rule", "C10")]
    public void A_nonce_is_used_once_and_only_by_what_took_effect()
    {
        var venue = Venue.Open();
        Assert.Equal(
            ["Transfer 7 rejected INSUFFICIENT_FUNDS"],
            venue.Apply(CommandType.Transfer, ToTwo with { Amount = 10_001 }));
        Assert.Equal(2, venue.Apply(CommandType.Transfer, ToTwo).Length);
        Assert.Equal(["Transfer 7 rejected ALREADY_APPLIED"], venue.Apply(CommandType.Transfer, ToTwo));
        var far = Limits.MaxNonceAdvance + 8;
        Assert.Equal(
            [$"Transfer {far} rejected INVALID_NONCE"], venue.Apply(CommandType.Transfer, ToTwo with { Nonce = far }));
        Assert.Equal(2, venue.Apply(CommandType.Transfer, ToTwo with { Nonce = 10_000 }).Length);
        Assert.Equal(
            ["Transfer 8 rejected INVALID_NONCE"], venue.Apply(CommandType.Transfer, ToTwo with { Nonce = 8 }));
        Assert.Equal(
            ["alice.4 rejected NONCE_REUSED"],
            venue.Send(new OrderTicket(Alice, Side.Buy, 1, 50) { Nonce = 10_000 }));
    }

    [Fact]
    public void Every_refusal_has_its_reason_and_changes_nothing()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 100, 50);
        venue.Tick();
        var before = venue.Engine.View.Balance(Alice, TestMarkets.AssetId);
        (Transfer Sent, string Reason)[] refused =
        [
            (ToTwo with { From = Nobody }, "UNKNOWN_ACCOUNT"),
            (ToTwo with { AssetId = 9 }, "UNKNOWN_ASSET"),
            (ToTwo with { Amount = 0 }, "INVALID_PARAMETERS"),
            (ToTwo with { Amount = -1 }, "INVALID_PARAMETERS"),
            (ToTwo with { ToSubaccount = 0 }, "INVALID_PARAMETERS"),
            (ToTwo with { Amount = before.Available + 1 }, "INSUFFICIENT_FUNDS"),
        ];
        Assert.All(refused, item =>
            Assert.Equal([$"Transfer 7 rejected {item.Reason}"], venue.Apply(CommandType.Transfer, item.Sent)));
        Assert.Equal(before, venue.Engine.View.Balance(Alice, TestMarkets.AssetId));
    }

    [Fact]
    public void A_full_table_is_said_before_anything_moves()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxAccounts = 3, MaxBalances = 3 });
        Assert.Equal(["Transfer 7 rejected LIMIT_REACHED"], venue.Apply(CommandType.Transfer, ToTwo));
    }

    [Fact]
    [Trait("rule", "R3")]
    public void Cross_positions_keep_their_initial_margin_and_profit_does_not_leave()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross);
        venue.Trade(Alice, Bob, 100, 50);

        // 10,000 − 200 fees − 100 × 50 initial margin
        var sent = ToTwo with { Nonce = 1_000 };
        Assert.Equal(
            ["Transfer 1000 rejected INSUFFICIENT_MARGIN"],
            venue.Apply(CommandType.Transfer, sent with { Amount = 4_801 }));

        // a profit of 1,000 raises the way to the bound and gives nothing to take out
        venue.MarkAt(60);
        Assert.Equal(
            ["Transfer 1000 rejected INSUFFICIENT_MARGIN"],
            venue.Apply(CommandType.Transfer, sent with { Amount = 3_801 }));

        // a loss of 1,000 counts at once: 9,800 − 1,000 − 100 × 40
        venue.MarkAt(40);
        Assert.Equal(
            ["Transfer 1000 rejected INSUFFICIENT_MARGIN"],
            venue.Apply(CommandType.Transfer, sent with { Amount = 4_801 }));
        Assert.Equal(2, venue.Apply(CommandType.Transfer, sent with { Amount = 4_800 }).Length);
    }

    [Fact]
    [Trait("rule", "R4")]
    public void What_backs_a_cross_position_stays()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross);
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset with { AssetId = 2, Token = Of(77).Owner });
        venue.Apply(CommandType.Deposit, new Deposit
        {
            DepositId = 4, Account = Alice, Token = Of(77).Owner, Amount = 1_000, ChainId = TestMarkets.ChainId,
        });
        var state = venue.Engine.State;
        state.Assets.SetCollateral(1, 0, new SetCollateral { HaircutBp = 5_000, Cap = 10_000 });
        (state.Assets[1].Collateral.HasPrice, state.Assets[1].Collateral.Price) = (true, 2 * FixedPoint.One);
        venue.Trade(Alice, Bob, 100, 50);
        venue.Drain(Alice, 4_800 + 400);

        // free is −400 without the other asset, of which 1,000 count as 1,000: 600 may go
        var sent = ToTwo with { AssetId = 2, Nonce = 1_000 };
        Assert.Equal(
            ["Transfer 1000 rejected INSUFFICIENT_MARGIN"],
            venue.Apply(CommandType.Transfer, sent with { Amount = 601 }));
        Assert.Equal(2, venue.Apply(CommandType.Transfer, sent with { Amount = 600 }).Length);
    }
}
