namespace DexExtra.Settlement.Chain;

/// <summary>The node understood the request and refused it, with its code and text.</summary>
internal sealed class RpcErrorException(int code, string message) : Exception($"the node answered {code}: {message}")
{
    private const int RevertCode = 3;

    public int Code { get; } = code;

    public string NodeMessage { get; } = message;

    /// <summary>The contract said no; otherwise the node itself could not or would not answer.</summary>
    public bool IsRevert => Code == RevertCode || NodeMessage.Contains("revert", StringComparison.OrdinalIgnoreCase);
}
