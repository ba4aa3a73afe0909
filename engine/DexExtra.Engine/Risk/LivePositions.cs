namespace DexExtra.Engine.Risk;

/// <summary>
/// The positions of each account that have lots or open orders, linked through the positions themselves: what margins
/// and liquidations look at is as long as what the account has open, however many markets it ever traded.
/// </summary>
internal sealed class LivePositions
{
    private readonly int[] _first;
    private readonly int[] _last;

    public LivePositions(int accounts)
    {
        _first = new int[accounts];
        _last = new int[accounts];
        Array.Fill(_first, -1);
        Array.Fill(_last, -1);
    }

    public int First(int account) => _first[account];

    /// <summary>A position changed: it joins at the end, leaves, or stays where it is.</summary>
    public void Update(Position[] positions, int slot)
    {
        ref var position = ref positions[slot];
        if (position.IsUsed == position.IsLive)
        {
            return;
        }

        position.IsLive = !position.IsLive;
        if (position.IsLive)
        {
            Join(positions, slot, ref position);
        }
        else
        {
            Leave(positions, ref position);
        }
    }

    private void Join(Position[] positions, int slot, ref Position position)
    {
        ref var last = ref _last[position.Account];
        position.PreviousLive = last;
        position.NextLive = -1;
        (last < 0 ? ref _first[position.Account] : ref positions[last].NextLive) = slot;
        last = slot;
    }

    private void Leave(Position[] positions, ref Position position)
    {
        var (previous, next) = (position.PreviousLive, position.NextLive);
        (previous < 0 ? ref _first[position.Account] : ref positions[previous].NextLive) = next;
        (next < 0 ? ref _last[position.Account] : ref positions[next].PreviousLive) = previous;
        (position.PreviousLive, position.NextLive) = (-1, -1);
    }
}
