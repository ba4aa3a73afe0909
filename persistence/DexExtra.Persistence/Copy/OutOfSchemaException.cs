namespace DexExtra.Persistence.Copy;

/// <summary>
/// A value of the log does not fit its column. Nothing is cut or skipped: the process stops and says so.
/// </summary>
internal sealed class OutOfSchemaException(string message) : Exception(message);
