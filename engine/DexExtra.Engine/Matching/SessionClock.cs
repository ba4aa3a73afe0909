using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>O-DAY: when a trading day ends.</summary>
internal static class SessionClock
{
    private const ulong SecondsPerDay = 86_400;

    /// <summary>When time acts on an order: its expiry, or for a DAY order an earlier session end.</summary>
    public static ulong DueSeconds(TimeInForce timeInForce, ulong expirySeconds, ulong nowSeconds, uint endOfDay) =>
        timeInForce == TimeInForce.Day ? Math.Min(expirySeconds, NextEnd(nowSeconds, endOfDay)) : expirySeconds;

    /// <summary>First end of a session after now.</summary>
    private static ulong NextEnd(ulong nowSeconds, uint endOfDay)
    {
        var today = nowSeconds - (nowSeconds % SecondsPerDay) + endOfDay;
        return today > nowSeconds ? today : today + SecondsPerDay;
    }
}
