namespace DexExtra.Engine;

/// <summary>
/// The engine's own state or its input contract (gapless sequence, monotone time) is broken. Never caught and
/// continued: the host halts without publishing the command's frame, because the state after it is undefined.
/// </summary>
public sealed class InvariantViolationException(string expectation)
    : Exception("engine invariant violated: " + expectation);
