using DexExtra.Messages;

namespace DexExtra.Gateway.Sessions;

/// <summary>One order or cancel between decoding and publication. Reused within its session.</summary>
internal sealed class OrderSlot(SessionOrders owner)
{
    private volatile bool _isDecided;

    public SessionOrders Owner { get; } = owner;

    public NewOrder Order;

    public CancelOrder Cancel;

    public bool IsCancel { get; set; }

    public long ReceivedNs { get; set; }

    /// <summary>None = publish.</summary>
    public RejectReason Outcome { get; set; }

    public uint RetryAfterMs { get; set; }

    /// <summary>Set last by whoever decides; read under the session's order lock.</summary>
    public bool IsDecided
    {
        get => _isDecided;
        set => _isDecided = value;
    }
}
