using DexExtra.Journal.Archive;
using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Models;
using DexExtra.Simulation.Storage;
using DexExtra.Simulation.Venue;

namespace DexExtra.Simulation.Checks;

/// <summary>
/// Everything that ever left the engine, as a follower saw it. From then on it is promised: the same frames must be
/// there for ever (P1, P3), and what they say must be true of the chain (P6) and of orders (P7). One thread.
/// </summary>
internal sealed class Truth(SimDisk disk, SimChain chain, TraceHash trace, Reached reached)
{
    private readonly List<byte[]> _frames = [];
    private readonly Dictionary<(AccountId Account, ulong ClientOrderId), long> _orders = [];
    private readonly SortedDictionary<ulong, bool> _matches = [];
    private EventLogReader? _reader;
    private long _checkedThrough;
    private ulong _matchesDone;

    public long Sequence => _frames.Count;

    public IReadOnlyList<byte[]> Frames => _frames;

    public ulong MatchesMade { get; private set; }

    public ulong DepositsCredited { get; private set; }

    public int Markets { get; private set; }

    public bool IsSettled => _matchesDone == MatchesMade;

    /// <summary>Takes in what is new; what was seen before must be the same.</summary>
    public void Read()
    {
        _reader ??= EventLogReader.Open(
            EventHistory.Of(disk, SimFolders.Events, SimFolders.EventsArchive), SimFolders.Events, 0);
        while (_reader.TryRead(out var sequence, out var payload))
        {
            _checkedThrough = sequence;
            if (sequence <= Sequence)
            {
                BrokenPromiseException.Demand(
                    payload.SequenceEqual(_frames[(int)sequence - 1]), "P3", $"frame {sequence} is another one now");
                continue;
            }

            BrokenPromiseException.Demand(sequence == Sequence + 1, "P2", $"frame {sequence} after {Sequence}");
            trace.Add(payload);
            _frames.Add(payload.ToArray());
            Take(payload);
        }
    }

    /// <summary>After a start of the engine: everything that ever left must be there again.</summary>
    public void ReadAgain()
    {
        Forget();
        _checkedThrough = 0;
        Read();
        BrokenPromiseException.Demand(
            _checkedThrough == Sequence, "P1", $"frames {_checkedThrough + 1}..{Sequence} have left and are gone");
    }

    /// <summary>Reads anew from the beginning next time.</summary>
    public void Forget()
    {
        _reader?.Dispose();
        _reader = null;
    }

    private void Take(ReadOnlySpan<byte> payload)
    {
        foreach (var item in new EventFrame(payload))
        {
            switch (item.Type)
            {
                case EventType.OrderAccepted:
                    ref readonly var accepted = ref item.Body<OrderAccepted>();
                    var key = (accepted.Request.Order.Account, accepted.Request.ClientOrderId);
                    BrokenPromiseException.Demand(
                        _orders.TryAdd(key, accepted.OrderId), "P7", $"order {key} was admitted twice");
                    break;
                case EventType.Traded:
                    MatchesMade++;
                    _matches.Add(item.Body<Traded>().MatchId, false);
                    break;
                case EventType.OrderStatusReported:
                    reached.Add("order repeated and answered");
                    break;
                case EventType.OrderRejected:
                    reached.Add("order rejected");
                    break;
                case EventType.MarketCreated:
                    Markets++;
                    break;
                case EventType.DepositCredited:
                    Credit(item.Body<DepositCredited>().Request.DepositId);
                    break;
                case EventType.SettlementChanged:
                    Settle(in item.Body<SettlementUpdate>());
                    break;
                default:
                    break;
            }
        }
    }

    private void Credit(ulong depositId)
    {
        BrokenPromiseException.Demand(depositId == DepositsCredited + 1, "P6", $"deposit {depositId} is out of order");
        BrokenPromiseException.Demand(
            depositId <= chain.DepositsFinal, "P6", $"deposit {depositId} is credited and not final");
        DepositsCredited = depositId;
    }

    private void Settle(in SettlementUpdate update)
    {
        reached.Add($"state {update.State}");
        if (update.State is not (SettlementState.Final or SettlementState.Failed))
        {
            return;
        }

        for (var matchId = update.FirstMatchId; matchId <= update.LastMatchId; matchId++)
        {
            BrokenPromiseException.Demand(
                chain.IsFinal(matchId), "P6", $"match {matchId} is {update.State} and its block is not final");
            BrokenPromiseException.Demand(!_matches[matchId], "P6", $"match {matchId} ended twice");
            _matches[matchId] = true;
            _matchesDone++;
        }
    }
}
