namespace DexExtra.Client;

/// <summary>No session came about; the message is one line that says who refused and why.</summary>
public sealed class SessionRefusedException(string message) : Exception(message);
