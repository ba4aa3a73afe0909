namespace DexExtra.Sealing;

/// <summary>A keyring that cannot be used, or a sealed value that does not open. Never says what was sealed.</summary>
public sealed class SealingException(string message, Exception? inner = null) : Exception(message, inner);
