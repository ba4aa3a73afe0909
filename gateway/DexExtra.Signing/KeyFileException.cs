namespace DexExtra.Signing;

/// <summary>A key file cannot be used; the message is one line that names the file and never its content.</summary>
public sealed class KeyFileException(string message) : Exception(message);
