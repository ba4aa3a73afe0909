using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using DexExtra.Messages;

namespace DexExtra.Gateway.Follow;

/// <summary>
/// Requests that wait for the frame that answers their command, by correlation id. Requests register before they
/// publish, so no answer can be missed; the follower completes them with a copy of the frame. Any thread.
/// </summary>
internal sealed class PendingRequests(uint sourceId, int capacity)
{
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<byte[]>> _waiting = new();

    public int Count => _waiting.Count;

    /// <summary>False when too many requests wait already.</summary>
    public bool TryAdd(ulong correlationId, [NotNullWhen(true)] out Task<byte[]>? answer)
    {
        answer = null;
        if (_waiting.Count >= capacity)
        {
            return false;
        }

        var completion = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[correlationId] = completion;
        answer = completion.Task;
        return true;
    }

    public void Remove(ulong correlationId) => _waiting.TryRemove(correlationId, out _);

    /// <summary>Follower thread.</summary>
    public void Complete(in EventFrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.SourceId == sourceId && _waiting.TryRemove(header.CorrelationId, out var completion))
        {
            completion.SetResult(payload.ToArray());
        }
    }
}
