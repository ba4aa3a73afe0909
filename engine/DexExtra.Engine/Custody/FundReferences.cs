using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>
/// The newest fund transfers that took effect, by the operator's reference, so that a repeat moves nothing
/// (docs/money.md §13). When full, each new one makes it forget the oldest.
/// </summary>
internal sealed class FundReferences(int capacity, ulong hashSeed)
{
    private readonly FundTransfer[] _transfers = new FundTransfer[capacity];
    private readonly FlatMap<PairKey> _slots = new(capacity, hashSeed);
    private int _next;

    public int Count => _slots.Count;

    /// <summary>The remembered ones in order, 0 = the oldest.</summary>
    public ref readonly FundTransfer this[int age] =>
        ref _transfers[Count < _transfers.Length ? age : (_next + age) % _transfers.Length];

    /// <summary>
    /// ALREADY_APPLIED, INVALID_PARAMETERS for another transfer of that reference, or null for a new one.
    /// </summary>
    public CommandRejectReason? WhyNot(in FundTransfer transfer)
    {
        if (!_slots.TryGet(KeyOf(in transfer), out var slot))
        {
            return null;
        }

        return IsSame(in _transfers[slot], in transfer)
            ? CommandRejectReason.AlreadyApplied
            : CommandRejectReason.InvalidParameters;
    }

    /// <summary>Remembers one that took effect and is not known.</summary>
    public void Add(in FundTransfer transfer)
    {
        if (Count == _transfers.Length)
        {
            _slots.Remove(KeyOf(in _transfers[_next]));
        }

        _transfers[_next] = transfer;
        _slots.Add(KeyOf(in transfer), _next);
        _next = (_next + 1) % _transfers.Length;
    }

    private static PairKey KeyOf(in FundTransfer transfer) => new(transfer.Reference, 0);

    private static bool IsSame(in FundTransfer known, in FundTransfer other) =>
        known.Account == other.Account
        && known.MarketId == other.MarketId
        && known.AssetId == other.AssetId
        && known.From == other.From
        && known.To == other.To
        && known.Amount == other.Amount;
}
