using System.Diagnostics.CodeAnalysis;

namespace DexExtra.Engine;

/// <summary>
/// Assertions that stay on in production. A broken one means the state can no longer be trusted, so the engine must
/// stop before anything of the command is published.
/// </summary>
internal static class Invariant
{
    /// <exception cref="InvariantViolationException">The condition is false.</exception>
    public static void That([DoesNotReturnIf(false)] bool condition, string expectation)
    {
        if (!condition)
        {
            Throw(expectation);
        }
    }

    [DoesNotReturn]
    private static void Throw(string expectation) => throw new InvariantViolationException(expectation);
}
