namespace DexExtra.Persistence.Projection;

/// <summary>
/// A frame that this build cannot turn into rows: unknown type, broken contract, a value outside the schema. Never
/// skipped: the message names the place and the process stops.
/// </summary>
internal sealed class ProjectionException(long sequence, uint eventIndex, string reason, Exception? inner = null)
    : Exception($"event log sequence {sequence} event {eventIndex}: {reason}", inner);
