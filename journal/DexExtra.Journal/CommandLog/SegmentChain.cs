using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// The segment files of a log in order, and for each where its live part ends by declaration of the files behind it:
/// the smallest first sequence among them. Built from names alone, before any file is opened. Immutable.
/// </summary>
internal sealed class SegmentChain
{
    public const long NoLimit = long.MaxValue;

    private readonly List<SegmentName> _names;
    private readonly long[] _stops;
    private readonly bool[] _stopIsTakeover;

    private SegmentChain(List<SegmentName> names)
    {
        _names = names;
        _stops = new long[names.Count];
        _stopIsTakeover = new bool[names.Count];
        long stop = NoLimit;
        bool takeover = false;
        for (int i = names.Count - 1; i >= 0; i--)
        {
            _stops[i] = stop;
            _stopIsTakeover[i] = takeover;
            SegmentName name = names[i];
            if (name.FirstSequence <= stop)
            {
                takeover = name.IsTakeover || (takeover && name.FirstSequence == stop);
                stop = name.FirstSequence;
            }
        }
    }

    public int Count => _names.Count;

    public SegmentName this[int index] => _names[index];

    public long LastNumber => Count == 0 ? 0 : _names[^1].Number;

    /// <summary>
    /// First sequence that is no longer live in this segment; <see cref="NoLimit"/> for the last one.
    /// </summary>
    public long StopSequence(int index) => _stops[index];

    /// <summary>True when a takeover ended this segment, so that what stands behind its live part is dead.</summary>
    public bool StopsByTakeover(int index) => _stopIsTakeover[index];

    /// <summary>True when nothing in the segment is live.</summary>
    public bool IsDead(int index) => _names[index].FirstSequence >= _stops[index];

    /// <exception cref="RecoveryRefusedException">Names that cannot be read, are doubled, or have gaps.</exception>
    public static SegmentChain Read(IStorage storage, string folder, CommandLogStart start)
    {
        List<SegmentName> names = [];
        foreach (string file in storage.ListFiles(folder))
        {
            if (!file.EndsWith(SegmentName.Extension, StringComparison.Ordinal))
            {
                continue;
            }
            if (!SegmentName.TryParse(file, out SegmentName name))
            {
                throw Refuse(folder, file, 0, RecoveryFinding.AmbiguousName, "the name is no segment's");
            }
            if (name.Number > start.SegmentNumber)
            {
                // the others are in the archive, a crash only kept them from being deleted here
                names.Add(name);
            }
        }
        names.Sort((left, right) => left.Number.CompareTo(right.Number));
        Check(folder, names, start);
        return new SegmentChain(names);
    }

    private static void Check(string folder, List<SegmentName> names, CommandLogStart start)
    {
        for (int i = 0; i < names.Count; i++)
        {
            SegmentName name = names[i];
            if (i > 0 && name.Number == names[i - 1].Number)
            {
                string detail = $"segment number {name.Number} is also claimed by {names[i - 1]}";
                throw Refuse(folder, name.ToString(), name.FirstSequence, RecoveryFinding.AmbiguousName, detail);
            }
            if (name.Number != start.SegmentNumber + i + 1)
            {
                string detail = $"segment {start.SegmentNumber + i + 1} is missing before this one";
                throw Refuse(folder, name.ToString(), name.FirstSequence, RecoveryFinding.MissingSegment, detail);
            }
        }
        if (names.Count > 0 && names[0].FirstSequence != start.LastSequence + 1)
        {
            string detail = $"the log does not begin with sequence {start.LastSequence + 1}";
            throw Refuse(folder, names[0].ToString(), start.LastSequence + 1, RecoveryFinding.MissingSegment, detail);
        }
    }

    private static RecoveryRefusedException Refuse(
        string folder, string file, long sequence, RecoveryFinding finding, string detail)
        => new(
            Path.Combine(folder, file), 0, sequence, RecoveryTable.Decide(finding, RecoveryEvidence.None), detail);
}
