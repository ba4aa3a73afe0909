using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Command: cancel one order of the account, named by order id or, when that is 0, by client order id.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct CancelOrder
{
    public const int SizeBytes = 56;

    public AccountId Account;

    /// <summary>The requester's own id of this cancel request, echoed; not checked for uniqueness.</summary>
    public ulong ClientOrderId;

    /// <summary>Client order id of the order to cancel; used when <see cref="OrderId"/> is 0.</summary>
    public ulong OrigClientOrderId;

    /// <summary>0 = unknown to the requester.</summary>
    public long OrderId;

    /// <summary>Grant of the session key that asks; 0 = the owner.</summary>
    public uint GrantId;
    private readonly uint _padding4;
}
