namespace DexExtra.Engine.Reference.Differential;

/// <summary>
/// Makes a failing list of commands small: delta debugging over the commands, then simplification of what is left. Each
/// trial runs on fresh venues; a trial counts when it fails in the same way.
/// </summary>
/// <param name="fails">Runs stamped commands; the difference, or null.</param>
/// <param name="trialsMax">Trials after which what was reached is the result.</param>
public sealed class Shrinker(Func<IReadOnlyList<byte[]>, Difference?> fails, int trialsMax)
{
    private string _kind = string.Empty;

    public int Trials { get; private set; }

    public IReadOnlyList<RecordedCommand> Shrink(IReadOnlyList<RecordedCommand> commands)
    {
        _kind = Kind(fails(Sequencer.Stamp(commands)));
        var smallest = Reduce([.. commands]);
        smallest = Simplify(smallest);
        return Reduce(smallest);
    }

    /// <summary>The words before the details, so that one defect does not turn into another on the way.</summary>
    private static string Kind(Difference? difference) =>
        difference is null ? string.Empty
        : difference.Kind is { } kind ? kind
        : difference.What.Contains(" failed: ", StringComparison.Ordinal) ? difference.What.Split(" at ")[0]
        : difference.What.Split(':')[0];

    private bool Fails(List<RecordedCommand> commands)
    {
        Trials++;
        return Trials <= trialsMax && Kind(fails(Sequencer.Stamp(commands))) == _kind;
    }

    private List<RecordedCommand> Reduce(List<RecordedCommand> commands)
    {
        var chunk = Math.Max(1, commands.Count / 2);
        while (Trials < trialsMax)
        {
            var before = commands.Count;
            commands = RemoveChunks(commands, chunk);
            if (chunk == 1 && commands.Count == before)
            {
                break;
            }

            chunk = Math.Max(1, chunk / 2);
        }

        return commands;
    }

    /// <summary>From the end, where most commands after the cause are.</summary>
    private List<RecordedCommand> RemoveChunks(List<RecordedCommand> commands, int chunk)
    {
        for (var end = commands.Count; end > 0; end -= chunk)
        {
            var start = Math.Max(0, end - chunk);
            List<RecordedCommand> candidate = [.. commands.Take(start), .. commands.Skip(end)];
            if (candidate.Count > 0 && Fails(candidate))
            {
                commands = candidate;
            }
        }

        return commands;
    }

    private List<RecordedCommand> Simplify(List<RecordedCommand> commands)
    {
        for (var index = 0; index < commands.Count; index++)
        {
            var previous = index == 0 ? (long?)null : commands[index - 1].Header.TimestampNs;
            foreach (var simpler in Simplifications.Of(commands[index], previous))
            {
                List<RecordedCommand> candidate = [.. commands];
                candidate[index] = simpler(commands[index]);
                if (!candidate[index].Bytes.AsSpan().SequenceEqual(commands[index].Bytes) && Fails(candidate))
                {
                    commands = candidate;
                }
            }
        }

        return commands;
    }
}
