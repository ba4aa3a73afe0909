namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of PUT of an order: its next version, newly signed (C4).</summary>
internal sealed record ReplaceRequest
{
    public required OrderFields Order { get; init; }

    public DomainFields? Domain { get; init; }

    /// <summary>0x and 65 bytes r, s, v.</summary>
    public required string Signature { get; init; }
}
