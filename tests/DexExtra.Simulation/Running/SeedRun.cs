using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Venue;

namespace DexExtra.Simulation.Running;

/// <summary>
/// One seed: its plan, its actions, and how to play them or any part of them. The same seed, mode and actions always
/// give the same outcome, trace hash included. Any thread, one run at a time per workbench.
/// </summary>
internal sealed class SeedRun
{
    /// <summary>Actions of a seed beside its preparation and its healing.</summary>
    public const int ActionsUsually = 400;

    private const int ReferenceEvery = 8;

    public SeedRun(int seed, SimMode? mode = null, int actions = ActionsUsually, bool movesCursorApart = false)
    {
        Seed = seed;
        Mode = mode ?? ModeOf(seed);
        MovesCursorApart = movesCursorApart;
        Plan = FaultPlan.Draw(Mode, seed);
        Actions = Plan.Actions(seed, actions);
    }

    public int Seed { get; }

    public SimMode Mode { get; }

    public FaultPlan Plan { get; }

    public IReadOnlyList<SimAction> Actions { get; }

    public bool MovesCursorApart { get; }

    /// <summary>Of 16 seeds one is calm, two leave the fault atlas, the others play everything inside it.</summary>
    public static SimMode ModeOf(int seed) => (seed & 15) switch
    {
        0 => SimMode.Calm,
        1 => SimMode.Rot,
        2 => SimMode.Lying,
        _ => SimMode.Swarm,
    };

    public SeedOutcome Play(Workbench bench) => Play(bench, Actions, tell: null);

    /// <param name="bench">What the thread keeps.</param>
    /// <param name="actions">The actions, or what is left of them.</param>
    /// <param name="tell">Gets a line for each thing that happens.</param>
    public SeedOutcome Play(Workbench bench, IReadOnlyList<SimAction> actions, Action<string>? tell)
    {
        using var world = new World(Plan, Seed, bench, MovesCursorApart) { Tell = tell };
        var done = 0;
        try
        {
            world.Prepare();
            for (; done < actions.Count && world.Refusal is null; done++)
            {
                world.Do(actions[done]);
            }

            if (world.Refusal is null)
            {
                tell?.Invoke("healing");
                world.Heal();
            }

            if (world.Refusal is null)
            {
                world.Finish(withReference: Seed % ReferenceEvery == 0);
            }

            if (Mode is SimMode.Rot or SimMode.Lying)
            {
                world.Reached.Add(world.Refusal is null ? "outside: untouched" : "outside: refused");
            }

            return Outcome(world, done) with { Refusal = world.Refusal };
        }
#pragma warning disable CA1031 // whatever comes out of the venue unexpectedly is what this program looks for
        catch (Exception error)
#pragma warning restore CA1031
        {
            var promise = error is BrokenPromiseException broken ? broken.Promise : error.GetType().Name;
            tell?.Invoke(error.ToString());
            var place = error is BrokenPromiseException ? string.Empty : error.StackTrace?.Split('\n')[0];
            return Outcome(world, done) with { Promise = promise, What = error.Message + place };
        }
    }

    private static SeedOutcome Outcome(World world, int done) => new()
    {
        TraceHash = world.Trace.Value,
        Commands = world.Sequence,
        Matches = world.Matches,
        Actions = done,
        HealingTurns = world.HealingTurns,
        Reached = world.Reached,
    };
}
