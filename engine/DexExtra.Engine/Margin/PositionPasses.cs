using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Margin;

/// <summary>
/// Passes over the positions of a market in order of creation, one of each kind per market, sliced over commands: all
/// of them together visit MaxPositionVisitsPerCommand positions per command (docs/money.md §7). Whoever needs a pass
/// starts it and pulls its positions until none comes; then it is over, or goes on with the next command.
/// </summary>
internal sealed class PositionPasses(PositionTable positions, EngineOptions options)
{
    private const int Kinds = (int)PassKind.Charges + 1;
    private const int NotRunning = 0;
    private const int AtEnd = 1;
    private const int FirstSlot = 2;

    // NotRunning, AtEnd or FirstSlot + the position to visit next
    private readonly int[] _next = new int[options.MaxMarkets * Kinds];
    private readonly bool[] _isReviewedAgain = new bool[options.MaxMarkets];
    private int _visitsLeft;
    private int _running;

    /// <summary>Slot of the market whose review goes on first: they take turns.</summary>
    public int ReviewTurn { get; set; }

    public bool IsAnyRunning => _running > 0;

    /// <summary>Starts a command.</summary>
    public void Begin() => _visitsLeft = options.MaxPositionVisitsPerCommand;

    /// <summary>§7: what margins of a market go by changed. A change during a pass starts one more after it.</summary>
    public void RequestReview(Market market)
    {
        if (market.Terms.MarginMode == MarginMode.Full)
        {
            return;
        }

        if (IsRunning(market, PassKind.Review))
        {
            _isReviewedAgain[market.Slot] = true;
        }
        else
        {
            Start(market, PassKind.Review);
        }
    }

    /// <summary>Set if another review of the market follows the one that runs.</summary>
    public ref bool IsReviewedAgain(Market market) => ref _isReviewedAgain[market.Slot];

    public bool IsRunning(Market market, PassKind kind) => Cursor(market, kind) != NotRunning;

    /// <summary>Slot of the position that the pass visits next; −1 = it is at its end or does not run.</summary>
    public int NextOf(Market market, PassKind kind) => Math.Max(Cursor(market, kind) - FirstSlot, -1);

    /// <summary>Starts a pass, or starts it again, with the first position.</summary>
    public void Start(Market market, PassKind kind)
    {
        _running += IsRunning(market, kind) ? 0 : 1;
        Cursor(market, kind) = CursorAt(market.FirstPosition);
    }

    /// <summary>Ends a pass before its time.</summary>
    public void Stop(Market market, PassKind kind)
    {
        _running -= IsRunning(market, kind) ? 1 : 0;
        Cursor(market, kind) = NotRunning;
    }

    /// <summary>
    /// The next position of a pass. False when the pass is over, which it then no longer runs, or when the command may
    /// visit no more.
    /// </summary>
    public bool TryVisit(Market market, PassKind kind, out int position)
    {
        ref var next = ref Cursor(market, kind);
        position = next - FirstSlot;
        if (next <= AtEnd)
        {
            Stop(market, kind);
            return false;
        }

        if (_visitsLeft == 0)
        {
            return false;
        }

        _visitsLeft--;
        next = CursorAt(positions[position].NextOfMarket);
        return true;
    }

    private static int CursorAt(int position) => position < 0 ? AtEnd : FirstSlot + position;

    private ref int Cursor(Market market, PassKind kind) => ref _next[(market.Slot * Kinds) + (int)kind];
}
