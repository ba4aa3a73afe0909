namespace DexExtra.Chaos.Faults;

/// <summary>One finished system call of a trace. Path: of its file handle; offset: of a pwrite64, else −1.</summary>
internal sealed record TracedCall(string Name, string Path, long Offset, bool IsBatch, bool IsInjected, string Text);
