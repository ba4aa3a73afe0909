namespace DexExtra.Engine.OrderLimits;

/// <summary>R6: what each balance won or lost by closing, less fees, on the present UTC day; ledger units.</summary>
internal sealed class DailyResults(int balances)
{
    private readonly Entry[] _entries = new Entry[balances];

    /// <summary>Result of the day so far; positive is a profit.</summary>
    public Int128 Of(int balance, ulong today) => _entries[balance].Day == today ? _entries[balance].Result : 0;

    public void Add(int balance, ulong today, Int128 amount)
    {
        ref var entry = ref _entries[balance];
        entry.Result = (entry.Day == today ? entry.Result : 0) + amount;
        entry.Day = today;
    }

    private struct Entry
    {
        public Int128 Result;
        public ulong Day;
    }
}
