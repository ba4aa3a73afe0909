namespace DexExtra.Signing;

/// <summary>libsecp256k1 cannot be used; the message is one line that says what to install.</summary>
public sealed class NativeLibraryException(string message) : Exception(message);
