namespace DexExtra.Chaos.Reporting;

/// <summary>What came of one row. Any thread.</summary>
internal sealed class RowOutcome
{
    private const int ProblemsMax = 20;

    private readonly Lock _lock = new();
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, long> _notes = new(StringComparer.Ordinal);

    /// <summary>Faults that really happened.</summary>
    public int Injected { get; private set; }

    /// <summary>Faults after which everything was as promised.</summary>
    public int Survived { get; private set; }

    /// <summary>Acknowledged commands that were gone.</summary>
    public long Lost { get; private set; }

    /// <summary>Why the row did not run; null when it did.</summary>
    public string? Skipped { get; set; }

    public TimeSpan Took { get; set; }

    public IReadOnlyList<string> Problems => _problems;

    public bool IsGood => Skipped is not null || (_problems.Count == 0 && Lost == 0 && Injected == Survived && Injected > 0);

    /// <summary>Counters and what else the reader should know, in one line.</summary>
    public string Notes => string.Join(", ", _notes.Select(note => note.Value == 0 ? note.Key : $"{note.Value} {note.Key}"));

    public void Survive(int faults = 1)
    {
        lock (_lock)
        {
            Injected += faults;
            Survived += faults;
        }
    }

    public void Fail(string problem, long lost)
    {
        lock (_lock)
        {
            Injected++;
            Lost += lost;
            if (_problems.Count < ProblemsMax)
            {
                _problems.Add(problem);
            }
        }
    }

    /// <summary>Adds to a counter that is shown beside the row; 0 shows the words alone.</summary>
    public void Note(string what, long count = 1)
    {
        lock (_lock)
        {
            _notes[what] = _notes.GetValueOrDefault(what) + count;
        }
    }

    /// <summary>Keeps the largest value under these words.</summary>
    public void NoteMax(string what, long value)
    {
        lock (_lock)
        {
            _notes[what] = Math.Max(_notes.GetValueOrDefault(what), value);
        }
    }
}
