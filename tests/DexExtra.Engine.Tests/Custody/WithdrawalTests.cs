using DexExtra.Engine.Ledger;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Custody;

[Trait("rule", "K2")]
public sealed class WithdrawalTests
{
    private static readonly RequestWithdrawal Request = new()
    {
        Account = Alice, Recipient = Of(55).Owner, AssetId = TestMarkets.AssetId, Amount = 600, Nonce = 1,
    };

    [Fact]
    public void It_is_locked_signed_sent_and_leaves_the_ledger_when_it_is_final()
    {
        var venue = Venue.Open();
        Assert.Equal(
            ["alice.2 withdrawal 1 of 600 LOCKED, has 9400+0"], venue.Apply(CommandType.RequestWithdrawal, Request));
        Assert.Equal(600, venue.Engine.State.Ledger.Total(0, LedgerClass.Withdrawing));
        Assert.Equal(["alice.3 withdrawal 1 of 600 SIGNED, has 9400+0"], venue.Update(1, WithdrawalState.Signed));
        Assert.Equal(["alice.4 withdrawal 1 of 600 SENT, has 9400+0"], venue.Update(1, WithdrawalState.Sent));
        Assert.Equal(["alice.5 withdrawal 1 of 600 FINAL, has 9400+0"], venue.Update(1, WithdrawalState.Final));
        Assert.Equal(0, venue.Engine.State.Ledger.Total(0, LedgerClass.Withdrawing));
        Assert.Equal(600, venue.Engine.State.Assets[0].Withdrawn);
        Assert.Equal(["WithdrawalUpdate 1 rejected ALREADY_APPLIED"], venue.Update(1, WithdrawalState.Final));
        Assert.Equal(["WithdrawalUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Update(1, WithdrawalState.Failed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void It_may_fail_from_each_state_and_unlocks(int steps)
    {
        var venue = Venue.Open();
        venue.Apply(CommandType.RequestWithdrawal, Request);
        for (var step = 0; step < steps; step++)
        {
            venue.Update(1, WithdrawalState.Signed + (byte)step);
        }

        Assert.Equal(
            [$"alice.{3 + steps} withdrawal 1 of 600 FAILED, has 10000+0"], venue.Update(1, WithdrawalState.Failed));
        Assert.Equal(["WithdrawalUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Update(1, WithdrawalState.Sent));
        Assert.Equal(["WithdrawalUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Update(1, WithdrawalState.Final));
        Assert.Equal(["WithdrawalUpdate 1 rejected ALREADY_APPLIED"], venue.Update(1, WithdrawalState.Failed));
    }

    [Fact]
    public void No_step_is_left_out_and_unknown_ones_are_refused()
    {
        var venue = Venue.Open();
        venue.Apply(CommandType.RequestWithdrawal, Request);
        Assert.Equal(["WithdrawalUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Update(1, WithdrawalState.Sent));
        Assert.Equal(["WithdrawalUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Update(1, WithdrawalState.Final));
        Assert.Equal(["WithdrawalUpdate 1 rejected INVALID_PARAMETERS"], venue.Update(1, WithdrawalState.Locked));
        Assert.Equal(["WithdrawalUpdate 1 rejected INVALID_PARAMETERS"], venue.Update(1, WithdrawalState.Waiting));
        Assert.Equal(["WithdrawalUpdate 1 rejected INVALID_PARAMETERS"], venue.Update(1, (WithdrawalState)7));
        Assert.Equal(["WithdrawalUpdate 0 rejected INVALID_PARAMETERS"], venue.Update(0, WithdrawalState.Signed));
        Assert.Equal(["WithdrawalUpdate 2 rejected INVALID_PARAMETERS"], venue.Update(2, WithdrawalState.Signed));
    }

    [Fact]
    [Trait("rule", "K4")]
    public void A_repeat_is_harmless_and_every_refusal_has_its_reason()
    {
        var venue = Venue.Open();
        venue.Apply(CommandType.RequestWithdrawal, Request);
        Assert.Equal(
            ["RequestWithdrawal 1 rejected ALREADY_APPLIED"], venue.Apply(CommandType.RequestWithdrawal, Request));
        var next = Request with { Nonce = 2 };
        (RequestWithdrawal Sent, string Reason)[] refused =
        [
            (next with { Account = Nobody }, "UNKNOWN_ACCOUNT"),
            (next with { AssetId = 9 }, "UNKNOWN_ASSET"),
            (next with { Amount = 0 }, "INVALID_PARAMETERS"),
            (next with { Amount = -600 }, "INVALID_PARAMETERS"),
            (next with { Recipient = default }, "INVALID_PARAMETERS"),
            (next with { Amount = 9_401 }, "INSUFFICIENT_FUNDS"),
        ];
        Assert.All(refused, item => Assert.Equal(
            [$"RequestWithdrawal 2 rejected {item.Reason}"], venue.Apply(CommandType.RequestWithdrawal, item.Sent)));
        Assert.Equal(
            ["alice.3 withdrawal 2 of 9400 LOCKED, has 0+0"],
            venue.Apply(CommandType.RequestWithdrawal, next with { Amount = 9_400 }));
    }

    [Fact]
    [Trait("rule", "F9")]
    public void Only_whole_units_of_the_token_leave()
    {
        var venue = Venue.Open();
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset with { AssetId = 2, Token = Of(77).Owner, TokenDecimals = 6 });
        venue.Apply(CommandType.Deposit, new Deposit
        {
            DepositId = 4, Account = Alice, Token = Of(77).Owner, Amount = 1_000, ChainId = TestMarkets.ChainId,
        });
        var sent = Request with { AssetId = 2 };
        Assert.Equal(
            ["RequestWithdrawal 1 rejected INVALID_PARAMETERS"],
            venue.Apply(CommandType.RequestWithdrawal, sent with { Amount = 150 }));
        Assert.Equal(
            ["alice.3 withdrawal 1 of 200 LOCKED, has 800+0"],
            venue.Apply(CommandType.RequestWithdrawal, sent with { Amount = 200 }));
    }

    [Fact]
    [Trait("rule", "R3")]
    public void Margin_stays()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross);
        venue.Trade(Alice, Bob, 100, 50);
        var sent = Request with { Nonce = 1_000 };
        Assert.Equal(
            ["RequestWithdrawal 1000 rejected INSUFFICIENT_MARGIN"],
            venue.Apply(CommandType.RequestWithdrawal, sent with { Amount = 4_801 }));
        Assert.Single(venue.Apply(CommandType.RequestWithdrawal, sent with { Amount = 4_800 }));
    }

    [Fact]
    public void Open_ones_fill_the_table_and_those_that_are_over_make_room()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxWithdrawals = 3 });
        for (var nonce = 1UL; nonce <= 3; nonce++)
        {
            venue.Apply(CommandType.RequestWithdrawal, Request with { Nonce = nonce });
        }

        var next = Request with { Nonce = 4 };
        Assert.Equal(
            ["RequestWithdrawal 4 rejected LIMIT_REACHED"], venue.Apply(CommandType.RequestWithdrawal, next));
        venue.Update(2, WithdrawalState.Failed);
        Assert.Equal(
            ["alice.6 withdrawal 4 of 600 LOCKED, has 8200+0"], venue.Apply(CommandType.RequestWithdrawal, next));
        Assert.Equal(["WithdrawalUpdate 2 rejected ILLEGAL_TRANSITION"], venue.Update(2, WithdrawalState.Failed));
        venue.Update(1, WithdrawalState.Failed);
        venue.Update(4, WithdrawalState.Failed);
        Assert.Single(venue.Apply(CommandType.RequestWithdrawal, Request with { Nonce = 5 }));
        Assert.Single(venue.Apply(CommandType.RequestWithdrawal, Request with { Nonce = 6 }));
        Assert.Equal(["alice.11 withdrawal 3 of 600 SIGNED, has 8200+0"], venue.Update(3, WithdrawalState.Signed));
        Assert.Equal(["alice.12 withdrawal 6 of 600 SIGNED, has 8200+0"], venue.Update(6, WithdrawalState.Signed));
    }

    [Fact]
    [Trait("rule", "ENG-04")]
    public void A_withdrawal_that_locks_another_amount_is_found_by_the_audit_and_enters_the_hash()
    {
        var venue = Venue.Open();
        venue.Apply(CommandType.RequestWithdrawal, Request);
        venue.Engine.Audit();
        var hash = venue.Engine.StateHash();
        venue.Engine.State.Withdrawals[0].Locked++;
        Assert.Throws<InvariantViolationException>(venue.Engine.Audit);
        Assert.NotEqual(hash, venue.Engine.StateHash());
    }
}
