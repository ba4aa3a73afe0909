namespace DexExtra.Protocol.Orders;

/// <summary>FIX tag 150, as the code of its character.</summary>
public enum ExecType : byte
{
    New = (byte)'0',

    /// <summary>By the owner or the venue; orderStatus and cancelReason tell.</summary>
    Cancelled = (byte)'4',
    Rejected = (byte)'8',
    Expired = (byte)'C',

    /// <summary>The venue took lots out of the order, which stays live; cancelReason tells why.</summary>
    Restated = (byte)'D',
    Trade = (byte)'F',

    /// <summary>Answer to a repeated client order id: nothing happened, this is how the order stands (C9).</summary>
    OrderStatus = (byte)'I',
}
