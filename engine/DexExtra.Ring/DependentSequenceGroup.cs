using System.Runtime.CompilerServices;

namespace DexExtra.Ring;

/// <summary>
/// The sequences one waiter depends on: the cursor of the ring for a first stage, the progress of earlier processors
/// for a later stage, the progress of the gating processors for the producer. The group has reached n when all have.
/// Immutable; any thread.
/// </summary>
public sealed class DependentSequenceGroup
{
    private readonly Sequence[] _dependencies;

    /// <param name="cursor">The ring's cursor, used when there are no other dependencies.</param>
    /// <param name="dependencies">Progress of the processors that must come first.</param>
    public DependentSequenceGroup(Sequence cursor, params Sequence[] dependencies)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        ArgumentNullException.ThrowIfNull(dependencies);
        _dependencies = dependencies.Length == 0 ? [cursor] : [.. dependencies];
    }

    /// <summary>The minimum over all dependencies, each read with acquire semantics.</summary>
    public long Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var minimum = long.MaxValue;
            foreach (var sequence in _dependencies)
            {
                var value = sequence.Value;
                if (value < minimum)
                {
                    minimum = value;
                }
            }

            return minimum;
        }
    }
}
