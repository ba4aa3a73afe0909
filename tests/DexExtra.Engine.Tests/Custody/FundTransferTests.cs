using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Custody;

[Trait("rule", "M11")]
[Trait("rule", "M12")]
public sealed class FundTransferTests
{
    private static readonly FundTransfer Filled = new()
    {
        Account = Alice, MarketId = MoneyMarkets.Id, AssetId = TestMarkets.AssetId, From = FundKind.Account,
        To = FundKind.Insurance, Amount = 300, Reference = 9,
    };

    [Fact]
    public void Money_goes_the_ways_that_are_allowed()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Terms);
        Assert.Equal(
            ["alice.2 FUND_OUT -300, has 9700+0", "INSURANCE FUND_OUT 300, has 300 in 3"],
            venue.Apply(CommandType.FundTransfer, Filled));
        Assert.Equal(
            ["alice.3 FUND_OUT -200, has 9500+0", "GUARANTEE FUND_OUT 200, has 200"],
            venue.Apply(CommandType.FundTransfer, Filled with
            {
                To = FundKind.Guarantee, MarketId = 0, Amount = 200, Reference = 10,
            }));
        Assert.Equal(
            ["GUARANTEE FUND_OUT -50, has 150", "INSURANCE FUND_OUT 50, has 350 in 3"],
            venue.Apply(
                CommandType.FundTransfer,
                Filled with { From = FundKind.Guarantee, Account = default, Amount = 50, Reference = 11 }));
        Assert.Equal(
            ["GUARANTEE FUND_IN -150, has 0", "bob.2 FUND_IN 150, has 10150+0"],
            venue.Apply(CommandType.FundTransfer, Filled with
            {
                From = FundKind.Guarantee, To = FundKind.Account, Account = Bob, MarketId = 0, Amount = 150, Reference = 12,
            }));
    }

    [Fact]
    public void A_reference_moves_money_once()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Terms);
        Assert.Equal(
            ["FundTransfer 9 rejected INSUFFICIENT_FUNDS"],
            venue.Apply(CommandType.FundTransfer, Filled with { Amount = 20_000 }));
        Assert.Equal(2, venue.Apply(CommandType.FundTransfer, Filled).Length);
        var hash = venue.Engine.StateHash();
        Assert.Equal(["FundTransfer 9 rejected ALREADY_APPLIED"], venue.Apply(CommandType.FundTransfer, Filled));
        Assert.All(
            (FundTransfer[])
            [
                Filled with { Amount = 301 }, Filled with { Account = Bob }, Filled with { AssetId = 2 },
                Filled with { To = FundKind.Guarantee, MarketId = 0 }, Filled with { MarketId = 1 },
                Filled with { From = FundKind.Guarantee, Account = default },
            ],
            other => Assert.Equal(
                ["FundTransfer 9 rejected INVALID_PARAMETERS"], venue.Apply(CommandType.FundTransfer, other)));
        Assert.Equal(9_700, venue.CashOf(Alice));
        Assert.Equal(2, venue.Apply(CommandType.FundTransfer, Filled with { Reference = 10 }).Length);
        Assert.NotEqual(hash, venue.Engine.StateHash());
        Assert.Equal(
            ["FundTransfer 0 rejected INVALID_PARAMETERS"],
            venue.Apply(CommandType.FundTransfer, Filled with { Reference = 0 }));
    }

    [Fact]
    public void Only_the_newest_references_are_remembered()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Terms, Venue.SmallOptions with { MaxFundReferences = 2 });
        foreach (var reference in (ulong[])[1, 2, 3])
        {
            Assert.Equal(2, venue.Apply(CommandType.FundTransfer, Filled with { Reference = reference }).Length);
        }

        Assert.Equal(
            ["FundTransfer 2 rejected ALREADY_APPLIED"],
            venue.Apply(CommandType.FundTransfer, Filled with { Reference = 2 }));
        Assert.Equal(2, venue.Apply(CommandType.FundTransfer, Filled with { Reference = 1 }).Length);
        Assert.Equal(2, venue.Apply(CommandType.FundTransfer, Filled with { Reference = 2 }).Length);
        Assert.Equal(
            ["FundTransfer 1 rejected ALREADY_APPLIED"],
            venue.Apply(CommandType.FundTransfer, Filled with { Reference = 1 }));
    }

    [Fact]
    public void Fees_go_to_an_account_or_the_guarantee()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Terms);
        venue.Trade(Alice, Bob, 10, 50);
        var taken = Filled with { From = FundKind.Fees, MarketId = 0, Amount = 20 };
        Assert.Equal(
            ["FEES FUND_IN -20, has 10", "carol.2 FUND_IN 20, has 10020+0"],
            venue.Apply(CommandType.FundTransfer, taken with { To = FundKind.Account, Account = Carol }));
        var rest = taken with { To = FundKind.Guarantee, Account = default, Reference = 10 };
        Assert.Equal(
            ["FundTransfer 10 rejected INSUFFICIENT_FUNDS"],
            venue.Apply(CommandType.FundTransfer, rest with { Amount = 11 }));
        Assert.Equal(
            ["FEES FUND_OUT -10, has 0", "GUARANTEE FUND_OUT 10, has 10"],
            venue.Apply(CommandType.FundTransfer, rest with { Amount = 10 }));
    }

    [Fact]
    [Trait("rule", "M7")]
    public void Fees_of_a_void_market_stay_until_it_is_settled()
    {
        var terms = MoneyMarkets.Terms;
        terms.Life.Fallback = SettlementFallback.Void;
        var venue = MoneyMarkets.Open(terms);
        venue.Trade(Alice, Bob, 10, 50);
        venue.Sell(Bob, 1, 40);
        venue.Buy(Alice, 1, 40);
        var taken = Filled with
        {
            From = FundKind.Fees, To = FundKind.Guarantee, Account = default, MarketId = 0, Amount = 4,
        };
        Assert.Equal(["FundTransfer 9 rejected INSUFFICIENT_FUNDS"], venue.Apply(CommandType.FundTransfer, taken));
        Assert.Equal(2, venue.Apply(CommandType.FundTransfer, taken with { Amount = 3 }).Length);
    }

    [Fact]
    public void Every_other_way_is_refused()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Terms);
        foreach (var from in Enum.GetValues<FundKind>())
        {
            foreach (var to in Enum.GetValues<FundKind>())
            {
                var isAllowed = (from, to) is (FundKind.Account, FundKind.Insurance)
                    or (FundKind.Account, FundKind.Guarantee)
                    or (FundKind.Guarantee, FundKind.Insurance)
                    or (FundKind.Guarantee, FundKind.Account)
                    or (FundKind.Fees, FundKind.Account)
                    or (FundKind.Fees, FundKind.Guarantee)
                    or (FundKind.Dust, FundKind.Guarantee);
                var sent = Filled with { From = from, To = to, Amount = 1_000_000 };
                sent.Account = from == FundKind.Account || to == FundKind.Account ? Alice : default;
                sent.MarketId = to == FundKind.Insurance ? MoneyMarkets.Id : 0;
                Assert.Equal(
                    [$"FundTransfer 9 rejected {(isAllowed ? "INSUFFICIENT_FUNDS" : "INVALID_PARAMETERS")}"],
                    venue.Apply(CommandType.FundTransfer, sent));
            }
        }
    }

    [Fact]
    public void Every_refusal_has_its_reason()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross);
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset with { AssetId = 2, Token = Of(77).Owner });
        venue.Trade(Alice, Bob, 100, 50);
        (FundTransfer Sent, string Reason)[] refused =
        [
            (Filled with { Amount = 0 }, "INVALID_PARAMETERS"),
            (Filled with { Amount = -1 }, "INVALID_PARAMETERS"),
            (Filled with { AssetId = 2 }, "INVALID_PARAMETERS"),
            (Filled with { To = FundKind.Guarantee }, "INVALID_PARAMETERS"),
            (Filled with { From = FundKind.Guarantee }, "INVALID_PARAMETERS"),
            (Filled with { AssetId = 9 }, "UNKNOWN_ASSET"),
            (Filled with { MarketId = 9 }, "UNKNOWN_MARKET"),
            (Filled with { Account = Nobody }, "UNKNOWN_ACCOUNT"),
            (Filled with { Amount = 9_801 }, "INSUFFICIENT_FUNDS"),
            (Filled with { Amount = 4_801 }, "INSUFFICIENT_MARGIN"),
        ];
        Assert.All(refused, item => Assert.Equal(
            [$"FundTransfer 9 rejected {item.Reason}"], venue.Apply(CommandType.FundTransfer, item.Sent)));
    }
}
