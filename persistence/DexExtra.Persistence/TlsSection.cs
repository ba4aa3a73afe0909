namespace DexExtra.Persistence;

/// <summary>
/// With this section both connections, PostgreSQL and Redis, are TLS to a server whose certificate is valid for its
/// host and signed by an authority we know; anything else is refused.
/// </summary>
internal sealed record TlsSection
{
    /// <summary>Absolute path of a PEM file with the one authority that signs; null: those of the system.</summary>
    public string? CaFile { get; init; }

    public string? Validate() =>
        CaFile is null ? null
        : !Path.IsPathFullyQualified(CaFile) ? "tls.caFile must be an absolute path"
        : !File.Exists(CaFile) ? $"tls.caFile {CaFile} does not exist"
        : null;
}
