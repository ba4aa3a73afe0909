using DexExtra.Messages;
using DexExtra.Protocol;

namespace DexExtra.Gateway.Sessions;

/// <summary>One business message between decoding and publication. Reused within its session.</summary>
internal sealed class OrderSlot(SessionOrders owner)
{
    private volatile bool _isDecided;
    private NewOrderList[]? _list;
    private MassQuote[]? _quote;

    public SessionOrders Owner { get; } = owner;

    /// <summary>A replacement, or in its first part a new order.</summary>
    public ReplaceOrder Replace;

    public CancelOrder Cancel;

    public AmendOrder Amend;

    public MassCancel MassCancel;

    public UnlockAccount Unlock;

    public SetQuoteProtection Protection;

    /// <summary>The new order, or the new version of an open one.</summary>
    public ref NewOrder Order => ref Replace.Order;

    /// <summary>Lists are rare and large: kept only by slots that had one.</summary>
    public ref NewOrderList List => ref (_list ??= new NewOrderList[1])[0];

    /// <summary>Quotes are large, and most sessions never send one.</summary>
    public ref MassQuote Quote => ref (_quote ??= new MassQuote[1])[0];

    /// <summary>What it is, and which of the bodies counts.</summary>
    public Template Template { get; set; }

    /// <summary>The client order id that a refusal names: of a list the first leg's, of a quote its own.</summary>
    public ulong ClientOrderId { get; set; }

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
