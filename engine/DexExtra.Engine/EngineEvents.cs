using DexExtra.Messages;

namespace DexExtra.Engine;

/// <summary>Events that are built the same way in several places.</summary>
internal static class EngineEvents
{
    public static void Reject<TSink>(
        ref TSink sink, CommandType type, CommandRejectReason reason, ulong reference)
        where TSink : struct, IEventSink
    {
        var rejected = new CommandRejected { CommandType = type, Reason = reason, Reference = reference };
        sink.Append(EventType.CommandRejected, in rejected);
    }
}
