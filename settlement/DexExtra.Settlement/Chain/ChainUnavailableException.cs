namespace DexExtra.Settlement.Chain;

/// <summary>
/// The node did not give a usable answer: no connection, timeout, HTTP error, garbage. Always transient (X4): the
/// caller
/// changes no state and asks again later.
/// </summary>
internal sealed class ChainUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
