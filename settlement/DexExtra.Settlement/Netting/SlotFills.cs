using DexExtra.Messages;

namespace DexExtra.Settlement.Netting;

/// <summary>
/// Total filled of each signed slot over all batches (X6), 1e-8. It must see every match from the first one on: a batch
/// built with a part of them can be proven wrong. Grows with the number of slots that ever filled. One thread.
/// </summary>
internal sealed class SlotFills
{
    private readonly Dictionary<(AccountId Account, ulong Nonce), UInt128> _filled = [];

    /// <summary>Adds a fill and returns the new total.</summary>
    /// <exception cref="OverflowException">The total does not fit, which no signed quantity allows.</exception>
    public UInt128 Fill(in SignedOrder order, UInt128 quantity)
    {
        var key = (order.Account, order.Nonce);
        var filled = checked(_filled.GetValueOrDefault(key) + quantity);
        _filled[key] = filled;
        return filled;
    }
}
