using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>Everything the reference remembers, in ordinary collections, and the frame it is writing.</summary>
public sealed class ReferenceState(EngineOptions options)
{
    public readonly byte[] Frame = GC.AllocateUninitializedArray<byte>(Limits.MaxEventFrameBytes);
    public EventFrameWriter Sink;

    public EngineOptions Options { get; } = options;

    public long Sequence { get; set; }

    public long NowNs { get; set; }

    public ulong Entropy { get; set; }

    public long NowSecond => NowNs / Limits.NsPerSecond;

    public Dictionary<uint, ListAsset> Assets { get; } = [];

    /// <summary>In order of creation.</summary>
    public Dictionary<uint, ReferenceMarket> Markets { get; } = [];

    /// <summary>In order of creation.</summary>
    public Dictionary<AccountId, ReferenceAccount> Accounts { get; } = [];

    public HashSet<Address> LockedOwners { get; } = [];

    public Dictionary<uint, BigInteger> Fees { get; } = [];

    public Dictionary<uint, BigInteger> Deposited { get; } = [];

    /// <summary>What forced exits paid (X9).</summary>
    public Dictionary<uint, BigInteger> Withdrawn { get; } = [];

    public Dictionary<ulong, ulong> LastDeposits { get; } = [];

    /// <summary>X5, X9: key: chain.</summary>
    public Dictionary<ulong, ulong> LastActions { get; } = [];

    /// <summary>X5: the lowest nonce that was cancelled far ahead. Key: owner address.</summary>
    public Dictionary<Address, ulong> NonceCeilings { get; } = [];

    /// <summary>Key: owner address.</summary>
    public Dictionary<Address, HashSet<ulong>> UsedNonces { get; } = [];

    public Dictionary<Address, ulong> HighestNonce { get; } = [];

    /// <summary>Ended orders, the one that ended first in front.</summary>
    public Queue<ReferenceOrder> Ended { get; } = new();

    /// <summary>Client order ids that are remembered.</summary>
    public int Remembered { get; set; }

    /// <summary>Open orders by the second at which something is due, then by order id.</summary>
    public SortedDictionary<(ulong Second, long OrderId), ReferenceOrder> Due { get; } = [];

    /// <summary>O-TWAP: orders by their next slice.</summary>
    public SortedDictionary<(ulong Second, long OrderId), ReferenceOrder> Slices { get; } = [];

    public long LastStamp { get; set; }

    /// <summary>State of match n at index n − 1.</summary>
    public List<SettlementState> Matches { get; } = [];

    /// <summary>F11: match n at index n − 1.</summary>
    public List<ReferenceMatch> Trades { get; } = [];

    public int FirstUnsettled { get; set; }

    public List<ReferenceSweep> Sweeps { get; } = [];

    /// <summary>Grants of session keys by place.</summary>
    public List<ReferenceGrant?> Grants { get; } = [];

    public uint LastGrant { get; set; }

    /// <summary>The place at which the search in a full table goes on, and the one that it found.</summary>
    public int NextPlace { get; set; }

    public int FoundPlace { get; set; }

    /// <summary>In order of revocation: those whose orders are being cancelled.</summary>
    public List<ReferenceGrant> RevokedGrants { get; } = [];

    /// <summary>C12, in order of creation.</summary>
    public List<ReferenceQuoteSet> QuoteSets { get; } = [];

    /// <summary>In order of their freeze: those whose quotes are being cancelled.</summary>
    public List<ReferenceQuoteSet> FrozenSets { get; } = [];

    public List<(ReferenceMarket Market, Side Side, long Price)> Touched { get; } = [];

    public HashSet<(uint Market, Side Side, long Price)> TouchedSet { get; } = [];

    public int BalanceCount => Accounts.Values.Sum(account => account.Available.Count);

    public int UnsettledRoom => Options.MaxUnsettledMatches - (Matches.Count - FirstUnsettled) - Reserved;

    /// <summary>§14: room that an uncrossing keeps for its fills.</summary>
    public int Reserved { get; set; }

    /// <summary>Records that are free or could be taken from ended orders.</summary>
    public int FreeRecords => Options.MaxClientOrderIds - Remembered + Ended.Count;

    public int OpenOrders => Due.Count;

    public void Touch(ReferenceMarket market, Side side, long price)
    {
        NoteChange(market);
        if (TouchedSet.Add((market.Id, side, price)))
        {
            Touched.Add((market, side, price));
        }
    }

    /// <summary>Markets whose book or index changed in the command, in order of first change.</summary>
    public List<ReferenceMarket> Changed { get; } = [];

    /// <summary>Pegs and indications look again.</summary>
    public void NoteChange(ReferenceMarket market)
    {
        market.IsIndicativeDue = true;
        if (!Changed.Contains(market))
        {
            Changed.Add(market);
        }
    }

    /// <summary>Orders on the books of all markets.</summary>
    public IEnumerable<ReferenceOrder> Resting() =>
        Markets.Values.SelectMany(market => market.Bids.Concat(market.Asks));

    public void Reject(CommandType type, CommandRejectReason reason, ulong reference) => Sink.Append(
        EventType.CommandRejected,
        new CommandRejected { CommandType = type, Reason = reason, Reference = reference });

    /// <summary>The record keeps the final state until it is forgotten.</summary>
    public void End(ReferenceOrder order, OrderStatus status)
    {
        order.Status = status;
        order.LeavesLots = 0;
        order.DormantLots = 0;
        order.Place = Place.None;
        order.TerminalNs = NowNs;
        Ended.Enqueue(order);
    }

    public void Remember(ReferenceOrder order)
    {
        if (Remembered == Options.MaxClientOrderIds)
        {
            Forget(Ended.Dequeue());
        }

        order.Account.Orders.Add(order.ClientOrderId, order);
        Remembered++;
    }

    /// <summary>C9: 24 hours after their end, at most 4,096 at a time.</summary>
    public void ForgetOldOrders()
    {
        for (var count = 0; count < 4_096 && Ended.Count > 0; count++)
        {
            if (NowNs - Ended.Peek().TerminalNs < Limits.ClientOrderIdWindowNs)
            {
                return;
            }

            Forget(Ended.Dequeue());
        }
    }

    private void Forget(ReferenceOrder order)
    {
        order.Account.Orders.Remove(order.ClientOrderId);
        order.Account.OrdersById.Remove(order.OrderId);
        Remembered--;
    }
}
