using DexExtra.Messages;

namespace DexExtra.Settlement.Chain;

/// <summary>A call that is simulated, not sent. To is null for a contract creation.</summary>
internal sealed record CallRequest(Address From, Address? To, byte[] Data)
{
    /// <summary>The block whose state answers; null: the node's newest.</summary>
    public ulong? Block { get; init; }
}
