namespace DexExtra.Persistence.Projection;

/// <summary>An event breaks the contract of DexExtra.Messages; the projector adds the place.</summary>
internal sealed class ContractException(string message) : Exception(message);
