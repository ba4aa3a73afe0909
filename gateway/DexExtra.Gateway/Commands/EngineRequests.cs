using DexExtra.Gateway.Follow;
using DexExtra.Messages;

namespace DexExtra.Gateway.Commands;

/// <summary>
/// One command and its one answer, for callers that wait. The answer is the engine's durable frame. When none comes in
/// time the command may still execute later: the caller repeats it with the same client order id (C9). Any thread.
/// </summary>
internal sealed class EngineRequests(
    CommandPublisher publisher, PendingRequests pending, GatewayLimits limits, GatewayClock clock)
{
    /// <summary>The frame, or why there is none.</summary>
    public async Task<(byte[]? Frame, RejectReason Refusal)> SendAsync<TBody>(
        CommandType type, TBody body, CancellationToken aborted)
        where TBody : unmanaged
    {
        var correlationId = publisher.NextCorrelationId();
        if (!pending.TryAdd(correlationId, out var answer))
        {
            return (null, RejectReason.Overloaded);
        }

        try
        {
            var refusal = publisher.Publish(type, in body, correlationId, clock.UnixNs);
            if (refusal != RejectReason.None)
            {
                return (null, refusal);
            }

            var timeout = TimeSpan.FromMilliseconds(limits.EngineAnswerTimeoutMs);
            var frame = await answer.WaitAsync(timeout, clock.Time, aborted);
            return SkippedCommands.IsSkip(new EventFrame(frame))
                ? (null, RejectReason.SkippedByOperator)
                : (frame, RejectReason.None);
        }
        catch (TimeoutException) // a stated answer of its own: ask again, it cannot execute twice
        {
            return (null, RejectReason.EngineUnavailable);
        }
        finally
        {
            pending.Remove(correlationId);
        }
    }
}
