using DexExtra.Engine.Reference.Differential;
using DexExtra.Messages;
using DexExtra.Persistence.Projection;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Models;
using DexExtra.Simulation.Venue;

namespace DexExtra.Simulation.Checks;

/// <summary>What must hold of the whole run when it is over. Stateless.</summary>
internal static class FinalChecks
{
    /// <summary>P3: the log alone gives the same frames; optionally P5: so do the rules, written a second time.</summary>
    public static void Replay(LogCheck log, Truth truth, bool withReference)
    {
        var venue = new EngineVenue(EngineNode.Options);
        var reference = withReference ? new ReferenceVenue(EngineNode.Options) : null;
        for (var index = 0; index < log.Commands.Count; index++)
        {
            var frame = venue.Apply(log.Commands[index]);
            BrokenPromiseException.Demand(
                frame.SequenceEqual(truth.Frames[index]), "P3", $"replay of {index + 1} gives another frame");
            BrokenPromiseException.Demand(
                reference is null || reference.Apply(log.Commands[index]).SequenceEqual(frame),
                "P5",
                $"the reference answers command {index + 1} otherwise");
        }
    }

    /// <summary>P6: rows are exactly what one pass over the log makes, in order and once.</summary>
    public static void Rows(SimDatabase database, Truth truth)
    {
        var batch = new WriteBatch();
        batch.Clear(0);
        using var projector = new EventProjector([]);
        foreach (var frame in truth.Frames)
        {
            projector.Apply(new EventFrame(frame).Header.Sequence, frame, batch);
        }

        var expected = SimCommit.Of(batch);
        var (audit, vault) = (Join(database, static commit => commit.Audit), Join(database, static commit => commit.Vault));
        BrokenPromiseException.Demand(audit.SequenceEqual(expected.Audit), "P6", "the audit trail differs");
        BrokenPromiseException.Demand(vault.SequenceEqual(expected.Vault), "P6", "the vault operations differ");
        var orders = database.Commits.SelectMany(static commit => commit.Orders);
        BrokenPromiseException.Demand(orders.SequenceEqual(expected.Orders), "P6", "the rows of orders differ");
        var matches = database.Commits.SelectMany(static commit => commit.Matches);
        BrokenPromiseException.Demand(matches.SequenceEqual(expected.Matches), "P6", "the rows of matches differ");
    }

    private static byte[] Join(SimDatabase database, Func<SimCommit, byte[]> rows) =>
        [.. database.Commits.SelectMany(rows)];
}
