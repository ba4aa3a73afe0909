using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>Everything the reference remembers, in ordinary collections, and the frame it is writing.</summary>
public sealed class ReferenceState(EngineOptions options)
{
    public readonly byte[] Frame = new byte[Limits.MaxEventFrameBytes];
    public EventFrameWriter Sink;

    public EngineOptions Options { get; } = options;

    public long Sequence { get; set; }

    public long NowNs { get; set; }

    public Dictionary<uint, ListAsset> Assets { get; } = [];

    public Dictionary<uint, ReferenceMarket> Markets { get; } = [];

    public Dictionary<AccountId, ReferenceAccount> Accounts { get; } = [];

    public Dictionary<uint, BigInteger> Fees { get; } = [];

    public Dictionary<uint, BigInteger> Deposited { get; } = [];

    public Dictionary<ulong, ulong> LastDeposits { get; } = [];

    /// <summary>Key: owner address.</summary>
    public Dictionary<Address, HashSet<ulong>> UsedNonces { get; } = [];

    public Dictionary<Address, ulong> HighestNonce { get; } = [];

    /// <summary>Ended orders, the one that ended first in front.</summary>
    public List<ReferenceOrder> Ended { get; } = [];

    /// <summary>State of match n at index n − 1.</summary>
    public List<SettlementState> Matches { get; } = [];

    public int FirstUnsettled { get; set; }

    public List<(ReferenceMarket Market, Side Side, long Price)> Touched { get; } = [];

    public bool IsDue(ReferenceOrder order) =>
        order.Request.Order.ExpirySeconds <= (ulong)(NowNs / Limits.NsPerSecond);

    public void Touch(ReferenceMarket market, Side side, long price)
    {
        if (!Touched.Contains((market, side, price)))
        {
            Touched.Add((market, side, price));
        }
    }

    public IEnumerable<ReferenceOrder> Resting() =>
        Markets.Values.SelectMany(market => market.Bids.Concat(market.Asks));

    public void End(ReferenceOrder order, OrderStatus status)
    {
        order.Status = status;
        order.LeavesLots = 0;
        order.TerminalNs = NowNs;
        Ended.Add(order);
    }

    public void Forget(ReferenceOrder order)
    {
        Ended.Remove(order);
        order.Account.Orders.Remove(order.Request.ClientOrderId);
    }

    public void Reject(CommandType type, CommandRejectReason reason, ulong reference) => Sink.Append(
        EventType.CommandRejected,
        new CommandRejected { CommandType = type, Reason = reason, Reference = reference });
}
