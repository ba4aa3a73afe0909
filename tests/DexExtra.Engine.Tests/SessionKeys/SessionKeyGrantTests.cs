using DexExtra.Engine.SessionKeys;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.SessionKeys;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.SessionKeys;

/// <summary>Who may grant what, and what a grant or revocation is refused with.</summary>
[Trait("rule", "SIG-10")]
public sealed class SessionKeyGrantTests
{
    private const ulong Now = Expiry - 3_600;

    [Fact]
    public void A_grant_gets_the_next_id_and_a_revocation_ends_it()
    {
        var venue = Venue.Open();
        Assert.Equal(["grant 1 of alice GRANT 7"], venue.Set(Grant(Alice, 1, 7)));
        Assert.Equal(["grant 2 of bob GRANT 7"], venue.Set(Grant(Bob, 1, 7)));
        Assert.Equal(["grant 1 of alice REVOKE 7"], venue.Set(Revocation(Alice, 1, 7)));
        Assert.Equal(["SetSessionKey 7 rejected ALREADY_APPLIED"], venue.Set(Revocation(Alice, 1, 7)));

        // the key may be granted again, by another signature
        Assert.Equal(["SetSessionKey 7 rejected ALREADY_APPLIED"], venue.Set(Grant(Alice, 1, 7)));
        Assert.Equal(["grant 3 of alice GRANT 8"], venue.Set(Grant(Alice, 1, 8)));
    }

    [Fact]
    public void Every_refusal_has_its_reason_and_changes_nothing()
    {
        var venue = Venue.Open();
        venue.Set(Grant(Alice, 1, 7));
        var good = Grant(Alice, 2, 8);
        (SetSessionKey Sent, string Reason)[] refused =
        [
            (good with { Owner = Nobody.Owner }, "UNKNOWN_ACCOUNT"),
            (good with { Nonce = 7 }, "ALREADY_APPLIED"),
            (good with { Nonce = 8 + Limits.MaxNonceAdvance }, "INVALID_NONCE"),
            (good with { Key = default }, "INVALID_PARAMETERS"),
            (good with { Key = Alice.Owner }, "INVALID_PARAMETERS"),
            (good with { Permissions = SessionKeyPermissions.None }, "INVALID_PARAMETERS"),
            (good with { Permissions = (SessionKeyPermissions)4 }, "INVALID_PARAMETERS"),
            (good with { ExpiresAtSeconds = Now }, "INVALID_PARAMETERS"),
            (good with { ExpiresAtSeconds = Now + Limits.MaxSessionKeySeconds + 1 }, "INVALID_PARAMETERS"),
            (good with { ExpiresAtSeconds = ulong.MaxValue }, "INVALID_PARAMETERS"),
            (good with { MarketId = 99 }, "UNKNOWN_MARKET"),
            (good with { Key = Key(1) }, "SESSION_KEY_EXISTS"),
            (good with { Action = 0 }, "INVALID_PARAMETERS"),
            (Revocation(Nobody, 1, 7), "UNKNOWN_ACCOUNT"),
            (Revocation(Bob, 1, 7), "SESSION_KEY_UNKNOWN"),
            (Revocation(Alice, 2, 7), "SESSION_KEY_UNKNOWN"),
            (Revocation(Alice, 1, 8), "SESSION_KEY_UNKNOWN"),
        ];
        foreach (var (sent, reason) in refused)
        {
            Assert.Equal([$"SetSessionKey {sent.Nonce} rejected {reason}"], venue.Set(sent));
        }

        Assert.Equal(["grant 2 of alice GRANT 8"], venue.Set(good with
        {
            ExpiresAtSeconds = Now + Limits.MaxSessionKeySeconds,
        }));
    }

    [Fact]
    public void A_grant_spends_a_nonce_of_the_owners_orders()
    {
        var venue = Venue.Open();
        venue.Set(Grant(Alice, 1, 7));
        Assert.Equal(
            ["alice.2 rejected NONCE_REUSED"], venue.Send(new OrderTicket(Alice, Side.Buy, 1, 50) { Nonce = 7 }));
    }

    [Fact]
    public void An_owner_has_sixteen_that_are_not_over()
    {
        var venue = Venue.Open();
        for (var key = 1; key <= Limits.MaxSessionKeysPerOwner; key++)
        {
            venue.Set(Grant(Alice, key, (ulong)key) with { ExpiresAtSeconds = key == 3 ? Now + 1 : Expiry });
        }

        var next = Grant(Alice, 40, 40);
        Assert.Equal(["SetSessionKey 40 rejected LIMIT_REACHED"], venue.Set(next));
        Assert.Equal(["grant 17 of bob GRANT 40"], venue.Set(Grant(Bob, 40, 40)));
        venue.Set(Revocation(Alice, 1, 1));
        Assert.Equal(["grant 18 of alice GRANT 40"], venue.Set(next));
        Assert.Equal(["SetSessionKey 41 rejected LIMIT_REACHED"], venue.Set(Grant(Alice, 41, 41)));

        // one expires
        venue.NowNs += Limits.NsPerSecond;
        Assert.Equal(["grant 19 of alice GRANT 41"], venue.Set(Grant(Alice, 41, 41)));
    }

    [Fact]
    [Trait("rule", "ENG-09")]
    public void A_full_table_forgets_what_is_over_and_has_no_orders()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxSessionKeys = 2 });
        venue.Set(Grant(Alice, 1, 101) with { ExpiresAtSeconds = Now + 2 });
        venue.Set(Grant(Bob, 2, 102));
        Assert.Equal(["SetSessionKey 103 rejected LIMIT_REACHED"], venue.Set(Grant(Carol, 3, 103)));

        venue.NowNs += 2 * Limits.NsPerSecond;
        Assert.Equal(["grant 3 of carol GRANT 103"], venue.Set(Grant(Carol, 3, 103)));
        Assert.Equal(["SetSessionKey 101 rejected SESSION_KEY_UNKNOWN"], venue.Set(Revocation(Alice, 1, 101)));
        Assert.Equal(
            ["alice.2 rejected SESSION_KEY_UNKNOWN"], venue.SendBy(1, new OrderTicket(Alice, Side.Buy, 1, 50)));
        venue.Set(Revocation(Bob, 2, 102));
        Assert.Equal(["grant 4 of alice GRANT 104"], venue.Set(Grant(Alice, 1, 104)));
    }

    [Fact]
    [Trait("rule", "ENG-09")]
    public void The_search_for_a_place_is_bounded_and_goes_on_where_it_ended()
    {
        const int places = SessionKeyTable.MaxLooksPerCommand + 100;
        var venue = Venue.Open(Venue.SmallOptions with { MaxSessionKeys = places, MaxAccounts = 128 });
        venue.AuditsEachCommand = false;
        var owners = (places / Limits.MaxSessionKeysPerOwner) + 1;
        for (var owner = 0; owner < owners; owner++)
        {
            venue.Deposit(Of(100 + owner), 1);
        }

        for (var place = 0; place < places; place++)
        {
            var account = Of(100 + (place / Limits.MaxSessionKeysPerOwner));
            Assert.Single(venue.Set(Grant(account, place, (ulong)place + 1)));
        }

        venue.Set(Revocation(Of(100 + ((places - 1) / Limits.MaxSessionKeysPerOwner)), places - 1, places));
        Assert.Equal(["SetSessionKey 9 rejected LIMIT_REACHED"], venue.Set(Grant(Alice, 1, 9)));
        Assert.Equal([$"grant {places + 1} of alice GRANT 9"], venue.Set(Grant(Alice, 1, 9)));
        venue.Engine.Audit();
    }
}
