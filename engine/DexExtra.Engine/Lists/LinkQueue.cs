using DexExtra.Messages;

namespace DexExtra.Engine.Lists;

/// <summary>
/// Actions on linked orders that wait for their turn, in order of what happened. What one command can add is bounded:
/// each fill at most two per side, each end at most two; fills and orders met by the budget, ends by what may be due,
/// swept and met.
/// </summary>
internal sealed class LinkQueue(EngineOptions options)
{
    private const int ActionsPerFill = 16;
    private const int ActionsPerEnd = 4;

    private readonly LinkAction[] _actions = new LinkAction[
        (ActionsPerEnd * options.MaxExpiriesPerCommand) + (ActionsPerFill * Limits.MaxFillsPerCommand)];
    private int _head;
    private int _count;

    public bool IsEmpty => _count == 0;

    public void Add(in LinkAction action)
    {
        Invariant.That(_count < _actions.Length, "the budget of a command bounds the actions on linked orders");
        _actions[(_head + _count) % _actions.Length] = action;
        _count++;
    }

    /// <summary>Takes the first one; there must be one.</summary>
    public LinkAction Take()
    {
        var action = _actions[_head];
        _head = (_head + 1) % _actions.Length;
        _count--;
        return action;
    }
}
