using System.Collections.Concurrent;
using DexExtra.Gateway.Follow;
using DexExtra.Gateway.Sessions;
using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Orders;

namespace DexExtra.Gateway.Commands;

/// <summary>
/// Tells the sessions of an account that one of their commands was passed over (ENG-06): its frame names no account, so
/// what is under way is remembered by correlation id from before it is published until its frame comes. Sessions add
/// and remove, the follower completes. Bounded by what the stream to the engine holds. A gateway that was restarted
/// since knows nothing of it: then the client asks again with the same client order id, which is free.
/// </summary>
internal sealed class SkippedCommands(uint sourceId, AccountFlows flows) : IFrameListener
{
    private readonly ConcurrentDictionary<ulong, UnderWay> _underWay = new();

    /// <summary>Commands published and not answered yet.</summary>
    public int Count => _underWay.Count;

    /// <summary>True when the frame says that its command was passed over and nothing else.</summary>
    public static bool IsSkip(EventFrame frame)
    {
        foreach (var item in frame)
        {
            return item.Type == EventType.CommandRejected
                && item.Body<CommandRejected>().Reason == CommandRejectReason.SkippedByOperator;
        }

        return false;
    }

    /// <summary>Before the command is published.</summary>
    public void Add(ulong correlationId, in AccountId account, Template template, ulong clientOrderId) =>
        _underWay[correlationId] = new UnderWay(account, template, clientOrderId);

    /// <summary>It was not published after all.</summary>
    public void Remove(ulong correlationId) => _underWay.TryRemove(correlationId, out _);

    public void OnFrame(EventFrame frame)
    {
        ref readonly var header = ref frame.Header;
        if (header.SourceId != sourceId || !_underWay.TryRemove(header.CorrelationId, out var command)
            || !IsSkip(frame))
        {
            return;
        }

        flows.Tell(command.Account, new BusinessReject
        {
            RefClientOrderId = command.ClientOrderId,
            RefTemplate = command.Template,
            Reason = RejectReason.SkippedByOperator,
            Text = CodeText.Of(RejectReason.SkippedByOperator),
        });
    }

    public void OnPause()
    {
        // each answer wakes its sessions itself
    }

    private readonly record struct UnderWay(AccountId Account, Template Template, ulong ClientOrderId);
}
