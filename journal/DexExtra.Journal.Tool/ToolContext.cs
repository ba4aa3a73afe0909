using System.Text.Json.Nodes;
using DexExtra.Journal.Storage;
using DexExtra.Messages.Text;

namespace DexExtra.Journal.Tool;

/// <summary>What every verb gets: places, the storage to read by, where data and remarks go. One thread.</summary>
internal sealed class ToolContext
{
    private readonly TextWriter _stdout;
    private readonly TextWriter _stderr;

    public ToolContext(ToolArguments arguments, TextWriter stdout, TextWriter stderr)
    {
        _stdout = stdout;
        _stderr = stderr;
        Arguments = arguments;
        Places = new LogPlaces(arguments);
        Progress = new Progress(stderr);
        Storage = new LogStorage(Progress);
        Storage.Overlay(Places.Journal, Places.JournalArchive);
        if (Places.Events is { } events)
        {
            Storage.Overlay(events, Places.EventsArchive);
        }

        Progress.Total = Storage.BytesOf(Places.Journal, ".journal");
    }

    public ToolArguments Arguments { get; }

    public LogPlaces Places { get; }

    public Progress Progress { get; }

    public LogStorage Storage { get; }

    /// <summary>Goes on behind damage.</summary>
    public bool KeepsGoing => Arguments.Has("--keep-going");

    /// <summary>True once something was damaged or different.</summary>
    public bool IsDamaged { get; private set; }

    /// <exception cref="ToolException">No event log was named.</exception>
    public string RequiredEvents =>
        Places.Events ?? throw ToolException.Arguments("name the event log: --events DIR or --config FILE");

    /// <summary>One JSON line on stdout.</summary>
    public void Write(JsonObject line) => _stdout.WriteLine(JsonText.Format(line));

    public void Remark(string text) => _stderr.WriteLine(text);

    /// <summary>Reports damage.</summary>
    /// <exception cref="ToolException">Without --keep-going.</exception>
    public void Damage(string line)
    {
        IsDamaged = true;
        if (!KeepsGoing)
        {
            throw ToolException.Damage(line + " (--keep-going reads on behind it)");
        }

        Remark(line);
    }

    /// <summary>True when a writer holds the folder; reading beside it is fine, its tail may be in flight.</summary>
    public static bool IsLocked(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "lock")))
        {
            return false;
        }

        try
        {
            using var taken = FileStorage.Instance.LockFolder(folder);
            return false;
        }
        catch (StorageException error) when (error.Errno == Errno.WouldBlock)
        {
            return true;
        }
    }
}
