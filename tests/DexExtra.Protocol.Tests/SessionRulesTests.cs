using DexExtra.Protocol.Fixp;

namespace DexExtra.Protocol.Tests;

/// <summary>The whole session table, spelled out again by hand (NET-03).</summary>
public sealed class SessionRulesTests
{
    private const int Seed = 44;
    private const int Walks = 3_000_000;

    private static readonly Template[] Templates = Enum.GetValues<Template>();

    /// <summary>One row per message of clients; columns Connected, Negotiated, Verifying, Established.</summary>
    private static readonly Dictionary<Template, string[]> Table = new()
    {
        [Template.Negotiate] =
            ["AnswerNegotiation>Negotiated", "RejectNegotiation:4", "Terminate:2", "RejectNegotiation:4"],
        [Template.Establish] =
            ["RejectEstablishment:1", "VerifyLogin>Verifying", "Terminate:2", "RejectEstablishment:2"],
        [Template.Sequence] = ["Terminate:2", "Terminate:2", "Terminate:2", "Heartbeat>Established"],
        [Template.RetransmitRequest] = ["Terminate:2", "Terminate:2", "Terminate:2", "Retransmit>Established"],
        [Template.NewOrderSingle] = ["Terminate:2", "Terminate:2", "Terminate:2", "NewOrder>Established"],
        [Template.OrderCancelRequest] = ["Terminate:2", "Terminate:2", "Terminate:2", "CancelOrder>Established"],
        [Template.NewOrderListRequest] = ["Terminate:2", "Terminate:2", "Terminate:2", "NewOrderList>Established"],
        [Template.OrderAmendRequest] = ["Terminate:2", "Terminate:2", "Terminate:2", "AmendOrder>Established"],
        [Template.OrderReplaceRequest] = ["Terminate:2", "Terminate:2", "Terminate:2", "ReplaceOrder>Established"],
        [Template.MassCancelRequest] = ["Terminate:2", "Terminate:2", "Terminate:2", "MassCancel>Established"],
        [Template.UnlockRequest] = ["Terminate:2", "Terminate:2", "Terminate:2", "UnlockAccount>Established"],
        [Template.MassQuoteRequest] = ["Terminate:2", "Terminate:2", "Terminate:2", "MassQuote>Established"],
        [Template.QuoteProtectionRequest] =
            ["Terminate:2", "Terminate:2", "Terminate:2", "QuoteProtection>Established"],
        [Template.Terminate] = ["Close:0", "Close:0", "Close:0", "Close:0"],
    };

    [Fact]
    [Trait("rule", "NET-03")]
    public void Every_message_in_every_state_has_the_tables_answer()
    {
        string[] misplaced = ["Terminate:2", "Terminate:2", "Terminate:2", "Terminate:2"];
        foreach (var template in Templates)
        {
            var row = Table.GetValueOrDefault(template, misplaced);
            for (var state = SessionState.Connected; state <= SessionState.Established; state++)
            {
                Assert.Equal(row[(int)state], Text(SessionRules.Decide(state, template)));
            }

            Assert.Equal("Ignore:0", Text(SessionRules.Decide(SessionState.Closed, template)));
        }
    }

    [Fact]
    [Trait("rule", "NET-03")]
    public void Garbage_ends_every_session()
    {
        for (var state = SessionState.Connected; state <= SessionState.Established; state++)
        {
            Assert.Equal("Terminate:3", Text(SessionRules.Garbage(state)));
        }

        Assert.Equal("Ignore:0", Text(SessionRules.Garbage(SessionState.Closed)));
    }

    [Fact]
    [Trait("rule", "NET-03")]
    public void Only_a_login_that_is_awaited_and_good_establishes()
    {
        foreach (var state in Enum.GetValues<SessionState>())
        {
            var expected = state == SessionState.Verifying ? "AcknowledgeEstablishment>Established" : "Ignore:0";
            Assert.Equal(expected, Text(SessionRules.AfterLogin(state, null)));
            foreach (var problem in Enum.GetValues<EstablishmentRejectReason>())
            {
                var refusal = state == SessionState.Verifying ? $"RejectEstablishment:{(int)problem}" : "Ignore:0";
                Assert.Equal(refusal, Text(SessionRules.AfterLogin(state, problem)));
            }
        }
    }

    [Fact]
    public void Every_refused_negotiation_closes()
    {
        Assert.All(Enum.GetValues<NegotiationRejectReason>(), reason =>
            Assert.Equal($"RejectNegotiation:{(int)reason}", Text(SessionRules.Refuse(reason))));
    }

    [Fact]
    [Trait("rule", "NET-03")]
    public void No_walk_reaches_business_without_negotiation_and_a_good_login()
    {
        Console.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var (state, negotiated, proven, established) = (SessionState.Connected, false, false, 0);
        for (var walk = 0; walk < Walks; walk++)
        {
            var template = Templates[random.Next(Templates.Length)];
            var step = SessionRules.Decide(state, template);
            negotiated |= step.Action == SessionAction.AnswerNegotiation;
            if (step.Action == SessionAction.VerifyLogin)
            {
                Assert.True(negotiated);
                proven = random.Next(2) == 0;
                step = SessionRules.AfterLogin(
                    step.Next, proven ? null : EstablishmentRejectReason.InvalidSignature);
            }

            var business = step.Action
                is SessionAction.NewOrder or SessionAction.CancelOrder or SessionAction.Retransmit
                or SessionAction.NewOrderList or SessionAction.AmendOrder or SessionAction.ReplaceOrder
                or SessionAction.MassCancel or SessionAction.UnlockAccount or SessionAction.MassQuote
                or SessionAction.QuoteProtection;
            Assert.False(business && !(negotiated && proven));
            Assert.True(Enum.IsDefined(step.Action) && Enum.IsDefined(step.Next));
            established += business ? 1 : 0;
            state = step.Next;
            if (state == SessionState.Closed)
            {
                Assert.Equal(SessionAction.Ignore, SessionRules.Decide(state, template).Action);
                (state, negotiated, proven) = (SessionState.Connected, false, false);
            }
        }

        Assert.InRange(established, 100, Walks);
    }

    /// <summary>Action and next state, or, when the session is over, action and code.</summary>
    private static string Text(SessionStep step) => step.Next == SessionState.Closed
        ? $"{step.Action}:{step.Code}"
        : $"{step.Action}>{step.Next}";
}
