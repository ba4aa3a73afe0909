using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Persistence.Projection;

/// <summary>Events of orders.</summary>
internal sealed partial class AuditDetail
{
    public void Write(in OrderAccepted accepted)
    {
        Begin();
        Request(in accepted.Request);
        _json.WriteNumber("effectivePriceTicks", accepted.EffectivePriceTicks);
        _json.WriteString("status", Codes.Of(accepted.Status));
        if (accepted.ListKind != ListKind.None)
        {
            _json.WriteString("listKind", Codes.Of(accepted.ListKind));
            _json.WriteNumber("listId", accepted.ListId);
            _json.WriteNumber("legIndex", accepted.LegIndex);
            _json.WriteNumber("legCount", accepted.LegCount);
        }

        _json.WriteNumber("assetId", accepted.AssetId);
        Money("hold", accepted.Hold);
        Money("available", accepted.Available);
        Money("held", accepted.Held);
        Money("owed", accepted.Owed);
        End();
    }

    public void Write(in OrderRejected rejected)
    {
        Begin();
        Request(in rejected.Request);
        End();
    }

    public void Write(in OrderStatusReported reported)
    {
        Begin();
        _json.WriteNumber("clientOrderId", reported.ClientOrderId);
        _json.WriteString("orderHash", reported.OrderHash.ToString());
        _json.WriteString("status", Codes.Of(reported.Status));
        _json.WriteNumber("quantityLots", reported.QuantityLots);
        _json.WriteNumber("cumulativeLots", reported.CumulativeLots);
        _json.WriteNumber("leavesLots", reported.LeavesLots);
        End();
    }

    public void Write(in OrderCancelled cancelled)
    {
        Begin();
        _json.WriteNumber("clientOrderId", cancelled.ClientOrderId);
        _json.WriteNumber("requestClientOrderId", cancelled.RequestClientOrderId);
        _json.WriteNumber("assetId", cancelled.AssetId);
        _json.WriteString("status", Codes.Of(cancelled.Status));
        if (cancelled.Detail != RejectReason.None)
        {
            _json.WriteString("detail", Codes.Of(cancelled.Detail));
        }

        _json.WriteNumber("cumulativeLots", cancelled.CumulativeLots);
        _json.WriteNumber("cancelledLots", cancelled.CancelledLots);
        Money("released", cancelled.Released);
        Money("available", cancelled.Available);
        Money("held", cancelled.Held);
        Money("owed", cancelled.Owed);
        End();
    }

    public void Write(in OrderReduced reduced)
    {
        Begin();
        _json.WriteNumber("clientOrderId", reduced.ClientOrderId);
        _json.WriteNumber("assetId", reduced.AssetId);
        _json.WriteNumber("cumulativeLots", reduced.CumulativeLots);
        _json.WriteNumber("reducedLots", reduced.ReducedLots);
        _json.WriteNumber("leavesLots", reduced.LeavesLots);
        Money("released", reduced.Released);
        Money("available", reduced.Available);
        Money("held", reduced.Held);
        Money("owed", reduced.Owed);
        End();
    }

    public void Write(in CancelRejected rejected)
    {
        Begin();
        _json.WriteNumber("clientOrderId", rejected.ClientOrderId);
        _json.WriteNumber("origClientOrderId", rejected.OrigClientOrderId);
        End();
    }

    public void Write(in OrderTriggered triggered)
    {
        Begin();
        _json.WriteNumber("clientOrderId", triggered.ClientOrderId);
        if (triggered.Source != 0)
        {
            _json.WriteString("source", Codes.Of(triggered.Source));
            _json.WriteNumber("sourceTicks", triggered.SourceTicks);
        }

        _json.WriteNumber("triggerTicks", triggered.TriggerTicks);
        _json.WriteNumber("effectivePriceTicks", triggered.EffectivePriceTicks);
        _json.WriteNumber("leavesLots", triggered.LeavesLots);
        End();
    }

    public void Write(in OrderActivated activated)
    {
        Begin();
        _json.WriteNumber("clientOrderId", activated.ClientOrderId);
        _json.WriteNumber("parentOrderId", activated.ParentOrderId);
        _json.WriteString("status", Codes.Of(activated.Status));
        _json.WriteNumber("activatedLots", activated.ActivatedLots);
        _json.WriteNumber("leavesLots", activated.LeavesLots);
        End();
    }

    public void Write(in OrderRepriced repriced)
    {
        Begin();
        _json.WriteNumber("clientOrderId", repriced.ClientOrderId);
        _json.WriteBoolean("isParked", repriced.IsParked != 0);
        if (repriced.IsParked == 0)
        {
            _json.WriteNumber("priceTicks", repriced.PriceTicks);
        }

        End();
    }

    public void Write(in OrderAmended amended)
    {
        Begin();
        _json.WriteNumber("clientOrderId", amended.ClientOrderId);
        _json.WriteNumber("requestClientOrderId", amended.RequestClientOrderId);
        _json.WriteNumber("assetId", amended.AssetId);
        _json.WriteString("orderHash", amended.OrderHash.ToString());
        _json.WriteNumber("version", amended.Version);
        _json.WriteNumber("priceTicks", amended.PriceTicks);
        _json.WriteNumber("quantityLots", amended.QuantityLots);
        _json.WriteNumber("displayLots", amended.DisplayLots);
        _json.WriteNumber("leavesLots", amended.LeavesLots);
        _json.WriteNumber("cumulativeLots", amended.CumulativeLots);
        _json.WriteNumber("expirySeconds", amended.ExpirySeconds);
        _json.WriteBoolean("keepsPriority", amended.KeepsPriority != 0);
        Money("hold", amended.Hold);
        Money("available", amended.Available);
        Money("held", amended.Held);
        Money("owed", amended.Owed);
        End();
    }

    public void Write(in OrderReplaced replaced)
    {
        Begin();
        Request(in replaced.Request);
        End();
    }

    public void Write(in AmendRejected rejected)
    {
        Begin();
        _json.WriteNumber("clientOrderId", rejected.ClientOrderId);
        _json.WriteNumber("origClientOrderId", rejected.OrigClientOrderId);
        End();
    }

    /// <summary>The signed values are the signer's, unchecked: integers of 1e-8 as text, whatever their size.</summary>
    private void Request(in NewOrder request)
    {
        ref readonly var order = ref request.Order;
        _json.WriteNumber("clientOrderId", request.ClientOrderId);
        _json.WriteString("orderHash", request.OrderHash.ToString());
        if (request.GrantId != 0)
        {
            _json.WriteNumber("grantId", request.GrantId);
        }

        _json.WriteString("side", Codes.Of(order.Side));
        _json.WriteString("orderType", Codes.Of(order.OrderType));
        _json.WriteString("timeInForce", Codes.Of(order.TimeInForce));
        _json.WriteNumber("flags", (uint)order.Flags);
        _json.WriteNumber("priceTicks", request.PriceTicks);
        _json.WriteNumber("quantityLots", request.QuantityLots);
        _json.WriteString("signedPriceUnits", order.LimitPrice.ToString(CultureInfo.InvariantCulture));
        _json.WriteString("signedQuantityUnits", order.Quantity.ToString(CultureInfo.InvariantCulture));
        _json.WriteNumber("nonce", order.Nonce);
        _json.WriteNumber("expirySeconds", order.ExpirySeconds);
        _json.WriteNumber("version", order.Version);
        Exact("maxFeePerUnitUnits", order.MaxFeePerUnit);
        Instructions(in request);
    }

    /// <summary>What the order carries; fields at 0 are left out.</summary>
    private void Instructions(in NewOrder request)
    {
        ref readonly var order = ref request.Order;
        ref readonly var fields = ref order.Instructions;
        Carried("triggerPriceUnits", order.TriggerPrice);
        Carried("displayQuantityUnits", fields.DisplayQuantity);
        Carried("displayVarianceUnits", fields.DisplayVariance);
        Carried("minQuantityUnits", fields.MinQuantity);
        Carried("budgetUnits", fields.Budget);
        Carried("trailingDistanceUnits", fields.TrailingDistance);
        Carried("priceOffsetUnits", fields.PriceOffset);
        Carried("activationPriceUnits", fields.ActivationPrice);
        Carried("trailingBasisPoints", fields.TrailingBasisPoints);
        Carried("positionFraction", fields.PositionFraction);
        Carried("durationSeconds", fields.DurationSeconds);
        Carried("intervalSeconds", fields.IntervalSeconds);
        Carried("sessionId", request.SessionId);
        Carried("tag", request.Tag);
        Carried("grantId", request.GrantId);
        if (fields.TriggerSource != 0)
        {
            _json.WriteString("triggerSource", Codes.Of(fields.TriggerSource));
        }

        if (fields.ExpiryAction != ExpiryAction.Cancel)
        {
            _json.WriteString("expiryAction", Codes.Of(fields.ExpiryAction));
        }

        if (fields.PegReference != 0)
        {
            _json.WriteString("pegReference", Codes.Of(fields.PegReference));
        }
    }

    private void Carried(string name, ulong value)
    {
        if (value != 0)
        {
            _json.WriteNumber(name, value);
        }
    }

    private void Carried(string name, Int128 units)
    {
        if (units != 0)
        {
            _json.WriteString(name, units.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Carried(string name, UInt128 units)
    {
        if (units != 0)
        {
            Exact(name, units);
        }
    }

    private void Exact(string name, UInt128 units) =>
        _json.WriteString(name, units.ToString(CultureInfo.InvariantCulture));
}
