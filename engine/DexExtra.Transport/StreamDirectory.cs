using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DexExtra.Transport.Native;
using DexExtra.Transport.Streams;

namespace DexExtra.Transport;

/// <summary>
/// Finds the streams of a folder while they come and go. A look costs one stat of the folder as long as nothing was
/// created, renamed or removed in it; only then are the headers read again. One thread.
/// </summary>
public sealed class StreamDirectory
{
    private readonly string _folder;
    private DateTime _seenWriteTime;
    private long _settledAtMs;

    /// <param name="folder">The streams folder; it may appear later.</param>
    public StreamDirectory(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder);
    }

    /// <summary>What the last refresh found, ordered by path.</summary>
    public IReadOnlyList<StreamInfo> Streams { get; private set; } = [];

    /// <summary>Looks again.</summary>
    /// <returns>True when <see cref="Streams"/> has changed: a stream came, went or began a new session.</returns>
    /// <exception cref="TransportException">The folder or a file in it cannot be read.</exception>
    public bool Refresh()
    {
        // a folder that does not exist has a fixed time in the distant past
        var writeTime = Directory.GetLastWriteTimeUtc(_folder);
        var nowMs = Environment.TickCount64;
        if (writeTime == _seenWriteTime && nowMs >= _settledAtMs)
        {
            return false;
        }

        if (writeTime != _seenWriteTime)
        {
            _seenWriteTime = writeTime;
            _settledAtMs = nowMs + TransportLimits.DirectorySettleMs;
        }

        var found = List();
        if (found.SequenceEqual(Streams))
        {
            return false;
        }

        Streams = found;
        return true;
    }

    private List<StreamInfo> List()
    {
        var found = new List<StreamInfo>();
        if (!Directory.Exists(_folder))
        {
            return found;
        }

        try
        {
            foreach (var path in Directory.EnumerateFiles(_folder, StreamFiles.SearchPattern))
            {
                if (TryRead(path) is { } info)
                {
                    found.Add(info);
                }
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new TransportException(TransportError.SystemCallFailed, $"cannot read {_folder}: {ex.Message}", ex);
        }

        found.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return found;
    }

    private static StreamInfo? TryRead(string path)
    {
        var header = default(StreamHeader);
        var bytes = MemoryMarshal.CreateSpan(
            ref Unsafe.As<StreamHeader, byte>(ref header), StreamHeader.SizeBytes);
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.Read(file, bytes, 0);
            StreamHeader.Validate(header, RandomAccess.GetLength(file), path);
        }
        catch (FileNotFoundException)
        {
            // removed between the listing and the look
            return null;
        }
        catch (TransportException)
        {
            return new StreamInfo(path, 0, 0, StreamStatus.Damaged);
        }

        var status = header.BootId == BootId.Current ? StreamStatus.Ready : StreamStatus.Stale;
        return new StreamInfo(path, header.SourceId, header.SessionId, status);
    }
}
