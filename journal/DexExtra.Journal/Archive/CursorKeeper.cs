using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Archive;

/// <summary>
/// Writes a follower's cursor file from time to time, off the follower's own thread. A file that cannot be written
/// stays as it is and is reported once: the follower goes on. One task.
/// </summary>
/// <param name="storage">Where the folder is.</param>
/// <param name="folder">The folder of cursors.</param>
/// <param name="follower">Name of the follower.</param>
/// <param name="position">Where it is now; called from any thread. Done is what is durable already.</param>
/// <param name="report">Takes one line when the file cannot be written.</param>
public sealed class CursorKeeper(
    IStorage storage, string folder, string follower, Func<(long Seen, long Done)> position, Action<string> report)
{
    /// <summary>How far behind the files may be.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private FollowerCursor? _written;
    private string? _lastFailure;

    /// <summary>Writes every <see cref="Period"/> and once more when asked to stop. Never throws.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(Period, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Save();
        }
    }

    /// <summary>Brings the file to where the follower is; what it has seen once stays seen.</summary>
    public void Save()
    {
        try
        {
            _written ??= CursorFolder.Read(storage, folder, follower);
            (long seen, long done) = position();
            var next = new FollowerCursor(follower, Math.Max(seen, _written?.Seen ?? 0), done);
            if (next != _written && next.Seen > 0)
            {
                CursorFolder.Write(storage, folder, next);
                _written = next;
            }
            _lastFailure = null;
        }
        catch (StorageException e)
        {
            Report(e.Message);
        }
    }

    private void Report(string failure)
    {
        if (failure != _lastFailure)
        {
            _lastFailure = failure;
            report($"the cursor file of {follower} stays as it is: {failure}");
        }
    }
}
