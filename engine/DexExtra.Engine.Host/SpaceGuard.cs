using DexExtra.Hosting;
using DexExtra.Journal.CommandLog;

namespace DexExtra.Engine.Host;

/// <summary>
/// Watches the space left for both logs, beside the files they have prepared already (JRN-09, ADR 0020). Asks the file
/// system on a timer's thread; the level may be read by any. It falls at once, and rises again only with a segment more
/// than it fell at, so that it does not flutter.
/// </summary>
internal sealed class SpaceGuard : IDisposable
{
    private const int IntervalMs = 200;
    private const int LowSegments = 2;
    private const int AmpleSegments = 3;

    private readonly Volume[] _volumes;
    private readonly CommandLogWriter _commands;
    private readonly CancellationTokenSource _exhausted = new();
    private readonly Timer _timer;
    private long _freeBytes;
    private volatile StorageLevel _level;
    private volatile string _reason = "";

    public SpaceGuard(
        VenueSection venue, CommandLogWriter commands, int commandSegmentBytes, int eventSegmentBytes, bool isLow)
    {
        _commands = commands;
        _volumes = Volumes((venue.JournalFolder, commandSegmentBytes), (venue.EventsFolder, eventSegmentBytes));
        _level = isLow ? StorageLevel.Low : StorageLevel.Ample;
        Look();
        _timer = new Timer(_ => LookSafely(), null, IntervalMs, IntervalMs);
    }

    public StorageLevel Level => _level;

    /// <summary>Of the log with the least.</summary>
    public long FreeBytes => Volatile.Read(ref _freeBytes);

    /// <summary>Why it is exhausted, in one line.</summary>
    public string Reason => _reason;

    /// <summary>Cancelled when there is no space to go on.</summary>
    public CancellationToken Exhausted => _exhausted.Token;

    public void Dispose()
    {
        _timer.Dispose();
        _exhausted.Dispose();
    }

    /// <summary>A file system that does not even say how full it is gets no further writes.</summary>
    private void LookSafely()
    {
        try
        {
            Look();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Exhaust(error.Message);
        }
    }

    private void Look()
    {
        var free = long.MaxValue;
        var segments = long.MaxValue;
        foreach (var volume in _volumes)
        {
            var bytes = new DriveInfo(volume.Folder).AvailableFreeSpace;
            free = Math.Min(free, bytes);
            segments = Math.Min(segments, bytes / volume.SegmentBytes);
        }

        Volatile.Write(ref _freeBytes, free);
        var failure = _commands.PreparationFailure;
        if (segments < 1 || failure is not null)
        {
            Exhaust(failure?.Message ?? $"{free} bytes are free for the logs, less than one segment of each");
        }
        else if (segments < LowSegments)
        {
            _level = StorageLevel.Low;
        }
        else if (segments >= AmpleSegments)
        {
            _level = StorageLevel.Ample;
        }
    }

    private void Exhaust(string reason)
    {
        if (_level != StorageLevel.Exhausted)
        {
            _reason = reason;
            _level = StorageLevel.Exhausted;
            _exhausted.Cancel();
        }
    }

    /// <summary>Logs on one file system share its space: there a segment of each counts as one.</summary>
    private static Volume[] Volumes(
        (string Folder, int SegmentBytes) commands, (string Folder, int SegmentBytes) events)
    {
        var isShared = MountOf(commands.Folder) == MountOf(events.Folder);
        return isShared
            ? [new Volume(commands.Folder, (long)commands.SegmentBytes + events.SegmentBytes)]
            : [new Volume(commands.Folder, commands.SegmentBytes), new Volume(events.Folder, events.SegmentBytes)];
    }

    /// <summary>The mount point that holds a folder: the longest that its path begins with.</summary>
    private static string MountOf(string folder) => DriveInfo.GetDrives()
        .Select(drive => drive.Name)
        .Where(mount => folder.StartsWith(mount, StringComparison.Ordinal)
            && (mount.EndsWith('/') || folder.Length == mount.Length || folder[mount.Length] == '/'))
        .MaxBy(mount => mount.Length) ?? "/";

    private readonly record struct Volume(string Folder, long SegmentBytes);
}
