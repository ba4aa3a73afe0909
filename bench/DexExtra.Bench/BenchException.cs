namespace DexExtra.Bench;

/// <summary>A run that cannot be trusted or started; the message is the one line the user reads.</summary>
internal sealed class BenchException(string message) : Exception(message);
