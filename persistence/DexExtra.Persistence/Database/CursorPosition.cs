namespace DexExtra.Persistence.Database;

/// <summary>Last applied sequence and the SHA-256 of its frame (empty at 0).</summary>
internal readonly record struct CursorPosition(long Sequence, string FrameHash);
