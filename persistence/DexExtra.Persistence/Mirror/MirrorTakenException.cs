namespace DexExtra.Persistence.Mirror;

/// <summary>Another process took the mirror; this one has not written since.</summary>
internal sealed class MirrorTakenException(string message) : Exception(message);
