namespace DexExtra.Gateway.Sessions;

/// <summary>
/// The numbered reports of one account, encoded once (C8): the live flow and every retransmission read the same bytes,
/// so a session queues nothing of its own and a slow one costs no memory. The oldest fall out beyond the limit. The
/// follower appends; sessions copy out under the flow's own short lock.
/// </summary>
internal sealed class AccountFlow(GatewayLimits limits)
{
    private readonly Lock _gate = new();
    private readonly List<byte[]> _frames = [];
    private OrderEntrySession[] _members = [];
    private IFlowFollower[] _followers = [];
    private ulong _firstSeqNo = 1;
    private long _totalBytes;

    /// <summary>Sessions that receive the live flow; a snapshot.</summary>
    public ReadOnlySpan<OrderEntrySession> Members => Volatile.Read(ref _members);

    /// <summary>User streams that read the flow; a snapshot.</summary>
    public ReadOnlySpan<IFlowFollower> Followers => Volatile.Read(ref _followers);

    /// <summary>Bytes ever appended; differences tell how far a session is behind.</summary>
    public long TotalBytes => Volatile.Read(ref _totalBytes);

    /// <summary>
    /// Adds a session to the live flow; false when the account has too many. Numbers from the result on are live.
    /// </summary>
    public bool TryJoin(OrderEntrySession session, out ulong nextSeqNo, out long totalBytes)
    {
        lock (_gate)
        {
            nextSeqNo = _firstSeqNo + (ulong)_frames.Count;
            totalBytes = _totalBytes;
            if (_members.Length >= limits.MaxSessionsPerAccount)
            {
                return false;
            }

            Volatile.Write(ref _members, [.. _members, session]);
            return true;
        }
    }

    /// <summary>The number of the next report.</summary>
    public ulong Follow(IFlowFollower follower)
    {
        lock (_gate)
        {
            Volatile.Write(ref _followers, [.. _followers, follower]);
            return _firstSeqNo + (ulong)_frames.Count;
        }
    }

    /// <summary>True when the flow is empty now: no members, no reports.</summary>
    public bool Unfollow(IFlowFollower follower)
    {
        lock (_gate)
        {
            Volatile.Write(ref _followers, [.. _followers.Where(other => other != follower)]);
            return IsUnused;
        }
    }

    /// <summary>True when the flow is empty now: no members, no reports.</summary>
    public bool Leave(OrderEntrySession session)
    {
        lock (_gate)
        {
            Volatile.Write(ref _members, [.. _members.Where(member => member != session)]);
            return IsUnused;
        }
    }

    /// <summary>Follower thread. Bytes that fell out, for the metric.</summary>
    public int Append(ulong seqNo, ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (seqNo != _firstSeqNo + (ulong)_frames.Count)
            {
                throw new InvalidDataException($"report {seqNo} after {_firstSeqNo + (ulong)_frames.Count - 1}");
            }

            _frames.Add(frame.ToArray());
            _totalBytes += frame.Length;
            return _frames.Count >= 2L * limits.ReportsPerAccount ? DropOldest() : 0;
        }
    }

    /// <summary>How many of the wanted numbers exist; null when the first is older than what is kept.</summary>
    public uint? Available(ulong fromSeqNo, uint count)
    {
        lock (_gate)
        {
            var next = _firstSeqNo + (ulong)_frames.Count;
            return fromSeqNo < _firstSeqNo ? null : fromSeqNo >= next ? 0 : (uint)Math.Min(count, next - fromSeqNo);
        }
    }

    /// <summary>
    /// Copies reports from a number on while they fit and the number is below the end; moves the number. False when the
    /// first is no longer kept.
    /// </summary>
    public bool TryCopy(ref ulong seqNo, ulong endSeqNo, Span<byte> destination, out int lengthBytes)
    {
        lengthBytes = 0;
        lock (_gate)
        {
            if (seqNo < _firstSeqNo)
            {
                return false;
            }

            var end = Math.Min(endSeqNo, _firstSeqNo + (ulong)_frames.Count);
            while (seqNo < end)
            {
                var frame = _frames[(int)(seqNo - _firstSeqNo)];
                if (frame.Length > destination.Length - lengthBytes)
                {
                    break;
                }

                frame.CopyTo(destination[lengthBytes..]);
                lengthBytes += frame.Length;
                seqNo++;
            }

            return true;
        }
    }

    private bool IsUnused =>
        _members.Length == 0 && _followers.Length == 0 && _frames.Count == 0 && _firstSeqNo == 1;

    private int DropOldest()
    {
        var count = _frames.Count - limits.ReportsPerAccount;
        var bytes = _frames.Take(count).Sum(frame => frame.Length);
        _frames.RemoveRange(0, count);
        _firstSeqNo += (ulong)count;
        return bytes;
    }
}
