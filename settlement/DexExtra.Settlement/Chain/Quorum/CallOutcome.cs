using DexExtra.Messages;

namespace DexExtra.Settlement.Chain.Quorum;

/// <summary>What one endpoint made of a call: its data, or that it reverts.</summary>
internal sealed record CallOutcome(byte[] Data, RpcErrorException? Refusal)
{
    /// <summary>By which two endpoints say the same.</summary>
    public string Key => Refusal is null ? Hex.Format(Data) : "reverts";
}
