namespace DexExtra.Engine.Host;

/// <summary>A stage stopped; the process must end. The inner exception says why.</summary>
internal sealed class StageFailedException(string message, Exception inner) : Exception(message, inner);
