namespace DexExtra.Journal.CommandLog;

/// <summary>
/// One line of the skip list: a durable command that replay must not apply (ENG-06, ADR 0021), who decided it, why, and
/// the engine's state hash before and after the skip, as the tool saw them.
/// </summary>
public sealed record SkippedCommand
{
    public required long Sequence { get; init; }

    /// <summary>Name of the command's type, for readers.</summary>
    public required string Command { get; init; }

    /// <summary>SHA-256 of the command's bytes in the log, lowercase hex: the line is about these bytes only.</summary>
    public required string CommandSha256 { get; init; }

    public required string Reason { get; init; }

    /// <summary>Login name and machine of who marked it.</summary>
    public required string Operator { get; init; }

    /// <summary>UTC, ISO 8601.</summary>
    public required string At { get; init; }

    /// <summary>What the engine said about the command.</summary>
    public required string Failure { get; init; }

    public required string StateHashBefore { get; init; }

    public required string StateHashAfter { get; init; }
}
