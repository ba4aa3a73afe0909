using System.Collections.Concurrent;
using DexExtra.Protocol.Fixp;

namespace DexExtra.Gateway.Sessions;

/// <summary>
/// All binary connections: how many there may be, one heartbeat for all of them, a common end. Any thread.
/// </summary>
internal sealed class SessionTable(GatewayLimits limits, ILogger log)
{
    private readonly ConcurrentDictionary<OrderEntrySession, Task> _sessions = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Runs the session until it ends; false when the table is full.</summary>
    public bool TryRun(OrderEntrySession session)
    {
        if (Interlocked.Increment(ref _count) > limits.MaxSessions)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        GatewayMetrics.Sessions.Inc();
        var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sessions[session] = RunAsync(session, listed.Task);
        listed.SetResult();
        return true;
    }

    public void Beat()
    {
        foreach (var (session, _) in _sessions)
        {
            session.Beat();
        }
    }

    /// <summary>Says good-bye to everybody and waits for the last words, within the closing grace.</summary>
    public async Task ShutdownAsync()
    {
        foreach (var (session, _) in _sessions)
        {
            session.Terminate(TerminateReason.Shutdown);
        }

        await Task.WhenAll(_sessions.Values);
    }

    private async Task RunAsync(OrderEntrySession session, Task listed)
    {
        await listed;
        try
        {
            await session.RunAsync();
        }
        catch (Exception error) // a defect: this one connection is lost, the others and the process go on
        {
            log.LogError(error, "session failed: {Error}", error.Message);
        }
        finally
        {
            _sessions.TryRemove(session, out _);
            session.Dispose();
            GatewayMetrics.Sessions.Dec();
            Interlocked.Decrement(ref _count);
        }
    }
}
