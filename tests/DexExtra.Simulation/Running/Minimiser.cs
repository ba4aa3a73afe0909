using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Venue;

namespace DexExtra.Simulation.Running;

/// <summary>
/// Finds fewer actions that still break the same promise: first whole kinds of faults go, then ever smaller pieces
/// (delta debugging). Bounded, so the result is small, not always smallest.
/// </summary>
internal sealed class Minimiser(SeedRun run, Workbench bench, string promise)
{
    private const int TrialsMax = 600;
    private int _trials;

    public IReadOnlyList<SimAction> Run(IReadOnlyList<SimAction> failing)
    {
        var left = WithoutKinds([.. failing]);
        for (var piece = left.Count / 2; piece >= 1; piece = piece == 1 ? 0 : Math.Max(1, piece / 2))
        {
            left = WithoutPieces(left, piece);
        }

        return left;
    }

    private List<SimAction> WithoutKinds(List<SimAction> actions)
    {
        foreach (var kind in actions.Where(static action => action.IsFault).Select(static action => action.Kind)
            .Distinct().ToArray())
        {
            List<SimAction> fewer = [.. actions.Where(action => action.Kind != kind)];
            actions = Fails(fewer) ? fewer : actions;
        }

        return actions;
    }

    private List<SimAction> WithoutPieces(List<SimAction> actions, int piece)
    {
        for (var start = 0; start < actions.Count && _trials < TrialsMax;)
        {
            List<SimAction> fewer = [.. actions.Take(start), .. actions.Skip(start + piece)];
            if (Fails(fewer))
            {
                actions = fewer;
            }
            else
            {
                start += piece;
            }
        }

        return actions;
    }

    private bool Fails(List<SimAction> actions)
    {
        _trials++;
        return run.Play(bench, actions, tell: null).Promise == promise;
    }
}
