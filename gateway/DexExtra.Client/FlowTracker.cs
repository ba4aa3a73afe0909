using DexExtra.Protocol.Fixp;

namespace DexExtra.Client;

/// <summary>
/// Position in the account's numbered flow and the one outstanding retransmission. Delivers in order and once by
/// dropping what comes too early and asking for it again, so that it needs no buffer. Pure; used by the receive loop.
/// </summary>
internal sealed class FlowTracker
{
    private readonly uint _maxRetransmitCount;
    private ulong _knownNextSeqNo;
    private uint _awaitedCount;
    private bool _requested;

    /// <param name="wantedSeqNo">First number to deliver; 0 = whatever the venue sends next.</param>
    /// <param name="liveSeqNo">Number of the venue's next live message.</param>
    /// <param name="maxRetransmitCount">Most messages per request.</param>
    public FlowTracker(ulong wantedSeqNo, ulong liveSeqNo, uint maxRetransmitCount)
    {
        NextSeqNo = wantedSeqNo == 0 ? liveSeqNo : wantedSeqNo;
        _knownNextSeqNo = liveSeqNo;
        _maxRetransmitCount = maxRetransmitCount;
    }

    /// <summary>The number of the next message to deliver.</summary>
    public ulong NextSeqNo { get; private set; }

    /// <summary>True if the message is the next one and must be delivered.</summary>
    public bool Accept(ulong seqNo, bool possResend)
    {
        if (possResend && _awaitedCount > 0)
        {
            _awaitedCount--;
            _requested = _awaitedCount > 0;
        }

        Learn(seqNo + 1);
        if (seqNo != NextSeqNo)
        {
            return false;
        }

        NextSeqNo++;
        return true;
    }

    /// <summary>The venue said what its next number is.</summary>
    public void Learn(ulong nextSeqNo) => _knownNextSeqNo = Math.Max(_knownNextSeqNo, nextSeqNo);

    /// <summary>The venue began the retransmission; false if it offers nothing of what was asked for.</summary>
    public bool Begin(in Retransmission retransmission)
    {
        _awaitedCount = retransmission.Count;
        return _requested && retransmission.Count > 0 && retransmission.NextSeqNo <= NextSeqNo;
    }

    /// <summary>
    /// True if something is missing and may be asked for now; the caller must then ask for exactly that.
    /// </summary>
    public bool TryRequest(out ulong fromSeqNo, out uint count)
    {
        fromSeqNo = NextSeqNo;
        count = 0;
        if (_requested || NextSeqNo >= _knownNextSeqNo)
        {
            return false;
        }

        count = (uint)Math.Min(_knownNextSeqNo - NextSeqNo, _maxRetransmitCount);
        _requested = true;
        return true;
    }
}
