using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Client: cancel one order of the session's account. Answered by ExecutionReport, OrderCancelReject or
/// BusinessReject.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct OrderCancelRequest : IWireMessage
{
    public const int SizeBytes = 24;

    /// <summary>The request's own id, echoed.</summary>
    public ulong ClientOrderId;

    /// <summary>The order's client order id; used when <see cref="OrderId"/> is 0.</summary>
    public ulong OrigClientOrderId;

    /// <summary>0 = unknown to the client.</summary>
    public long OrderId;

    public static Template Template => Template.OrderCancelRequest;
}
