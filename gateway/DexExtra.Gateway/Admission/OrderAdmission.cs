using DexExtra.Gateway.Views;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Admission;

/// <summary>
/// What must hold before an order may enter the engine, cheapest first: form, known market and exact conversion
/// (<see cref="Prepare"/>, nanoseconds), then hash and signature (<see cref="Verify"/>, ~40 µs, worker threads). The
/// engine checks everything but the signature again. Who signed is the owner or one of his session keys; which grant
/// that is goes with the command. The same code for REST and the binary protocol. Any thread.
/// </summary>
internal sealed class OrderAdmission(VenueView venue, Eip712Domain domain)
{
    /// <summary>Checks the form of a new order and fills PriceTicks and QuantityLots.</summary>
    public RejectReason Prepare(ref NewOrder command) => CheckForm(ref command, isReplacement: false);

    /// <summary>Checks the form of a newly signed version of an open order (C4), and fills the same.</summary>
    public RejectReason PrepareReplacement(ref NewOrder command) =>
        CheckForm(ref command, isReplacement: true);

    /// <summary>Checks the form of a list (T15), then of each leg as of a new order.</summary>
    public RejectReason PrepareList(ref NewOrderList list)
    {
        if (!OrderListForm.IsList(in list))
        {
            return RejectReason.InvalidOrderList;
        }

        foreach (ref var leg in list.Legs[..list.LegCount])
        {
            var refusal = Prepare(ref leg);
            if (refusal != RejectReason.None)
            {
                return refusal;
            }
        }

        return RejectReason.None;
    }

    /// <summary>Checks the form of each side of a quote (C12); how they fit each other, the engine decides.</summary>
    public RejectReason PrepareQuote(ref MassQuote quote)
    {
        foreach (ref var side in quote.Sides[..quote.SideCount])
        {
            var refusal = Prepare(ref side);
            if (refusal != RejectReason.None)
            {
                return refusal;
            }
        }

        return RejectReason.None;
    }

    /// <summary>As <see cref="Verify"/>, each side by its own signature.</summary>
    public RejectReason VerifyQuote(ref MassQuote quote)
    {
        foreach (ref var side in quote.Sides[..quote.SideCount])
        {
            var refusal = Verify(ref side);
            if (refusal != RejectReason.None)
            {
                return refusal;
            }
        }

        return RejectReason.None;
    }

    /// <summary>Computes the order's identity and checks who signed it.</summary>
    public RejectReason Verify(ref NewOrder command)
    {
        command.OrderHash = OrderHash.Digest(domain, in command.Order);
        return Attribute(
            in command.OrderHash, command.Order.Account.Owner, in command.Signature, out command.GrantId);
    }

    /// <summary>Computes each leg's own identity and checks who signed them together.</summary>
    public RejectReason VerifyList(ref NewOrderList list)
    {
        Span<Hash32> legs = stackalloc Hash32[NewOrderList.MaxLegs];
        for (var index = 0; index < list.LegCount; index++)
        {
            ref var leg = ref list.Legs[index];
            legs[index] = OrderHash.Struct(in leg.Order);
            leg.OrderHash = domain.Digest(legs[index]);
        }

        var signed = domain.Digest(OrderListHash.Struct(list.Kind, legs[..list.LegCount]));
        ref readonly var first = ref list.Legs[0];
        var reason = Attribute(in signed, first.Order.Account.Owner, in first.Signature, out var grantId);
        foreach (ref var leg in list.Legs[..list.LegCount])
        {
            leg.GrantId = grantId;
        }

        return reason;
    }

    /// <summary>
    /// Grant 0: the owner signed. Otherwise the key's newest grant as far as the log has been read; that it holds where
    /// the command takes effect is the engine's to judge.
    /// </summary>
    public RejectReason Attribute(in Hash32 digest, Address owner, in Signature signature, out uint grantId)
    {
        grantId = 0;
        var reason = SignatureVerifier.Recover(in digest, in signature, out var signer);
        return reason != RejectReason.None || signer == owner
            ? reason
            : venue.SessionKeys.Find(owner, signer, venue.EngineSeconds, out grantId);
    }

    /// <summary>A login: a key may stand for the subaccount that its grant names only.</summary>
    public RejectReason AttributeLogin(
        in Hash32 digest, in AccountId account, in Signature signature, out uint grantId)
    {
        var reason = Attribute(in digest, account.Owner, in signature, out grantId);
        return reason != RejectReason.None || venue.SessionKeys.Covers(grantId, account.Subaccount)
            ? reason
            : RejectReason.SessionKeyScope;
    }

    /// <summary>False when the session key that logged in is revoked or expired.</summary>
    public bool MayStay(uint grantId) => venue.SessionKeys.IsLive(grantId, venue.EngineSeconds);

    private RejectReason CheckForm(ref NewOrder command, bool isReplacement)
    {
        ref readonly var order = ref command.Order;
        if (order.Account.Owner.IsZero || (!isReplacement && command.ClientOrderId is (0 or ulong.MaxValue)))
        {
            return RejectReason.Malformed;
        }

        if (!OrderCombinations.IsLegal(in order))
        {
            return RejectReason.UnsupportedCombination;
        }

        if (isReplacement == (order.Version == SignedOrder.FirstVersion))
        {
            return RejectReason.BadVersion;
        }

        var form = SignatureVerifier.CheckForm(in command.Signature);
        if (form != RejectReason.None)
        {
            return form;
        }

        return venue.TryGetMarket(order.MarketId, out var market)
            ? market.Info.TryConvert(in order, out command.PriceTicks, out command.QuantityLots)
            : RejectReason.UnknownMarket;
    }
}
