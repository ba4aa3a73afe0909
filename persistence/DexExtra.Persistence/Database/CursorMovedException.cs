namespace DexExtra.Persistence.Database;

/// <summary>
/// Somebody else moved the cursor of this database: a second persister, or a predecessor's late commit.
/// </summary>
internal sealed class CursorMovedException(string message) : Exception(message);
