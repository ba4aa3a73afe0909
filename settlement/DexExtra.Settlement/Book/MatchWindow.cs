namespace DexExtra.Settlement.Book;

/// <summary>
/// The matches that are not terminal in the engine, by dense match id. Invariant: ids are First, First + 1, … Last; the
/// oldest leave only from the front, when they are terminal. One thread.
/// </summary>
internal sealed class MatchWindow
{
    private const int CompactionThreshold = 1024;

    private readonly List<MatchEntry> _entries = [];
    private int _head;

    public int Count => _entries.Count - _head;

    /// <summary>Oldest match in the window; Last + 1 when it is empty.</summary>
    public ulong First => Last + 1 - (ulong)Count;

    /// <summary>Newest match the event log has shown.</summary>
    public ulong Last { get; private set; }

    /// <summary>The match with this id, or null when it is terminal or not known yet.</summary>
    public MatchEntry? Find(ulong matchId) =>
        matchId >= First && matchId <= Last ? _entries[_head + (int)(matchId - First)] : null;

    public bool HasMarket(uint marketId)
    {
        for (var index = _head; index < _entries.Count; index++)
        {
            if (_entries[index].MarketId == marketId)
            {
                return true;
            }
        }

        return false;
    }

    /// <exception cref="InvalidOperationException">The id does not continue the window.</exception>
    public void Append(MatchEntry entry)
    {
        if (entry.MatchId != Last + 1)
        {
            throw new InvalidOperationException($"match {entry.MatchId} follows match {Last}");
        }

        _entries.Add(entry);
        Last = entry.MatchId;
    }

    /// <summary>Lets terminal matches at the front go; returns the newest of them, or null.</summary>
    public MatchEntry? DropTerminal()
    {
        MatchEntry? dropped = null;
        while (Count > 0 && _entries[_head].IsTerminal)
        {
            dropped = _entries[_head];
            _entries[_head++] = null!;
        }

        if (_head >= CompactionThreshold && _head > Count)
        {
            _entries.RemoveRange(0, _head);
            _head = 0;
        }

        return dropped;
    }
}
