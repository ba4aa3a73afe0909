using DexExtra.Persistence.Projection;

namespace DexExtra.Simulation.Models;

/// <summary>What one transaction wrote. Cursor null: rows only; rows null: the cursor only.</summary>
internal sealed record SimCommit
{
    public long? Cursor { get; init; }

    public string FrameHash { get; init; } = string.Empty;

    public long AfterSequence { get; init; }

    public long LastSequence { get; init; }

    public IReadOnlyList<MarketUnits> Markets { get; init; } = [];

    public IReadOnlyList<long> Orders { get; init; } = [];

    public IReadOnlyList<ulong> Matches { get; init; } = [];

    /// <summary>Rows of the audit trail as they are sent.</summary>
    public byte[] Audit { get; init; } = [];

    /// <summary>Rows of the vault operations as they are sent.</summary>
    public byte[] Vault { get; init; } = [];

    public static SimCommit Of(WriteBatch batch) => new()
    {
        Cursor = batch.LastSequence,
        FrameHash = batch.LastFrameHash,
        AfterSequence = batch.AfterSequence,
        LastSequence = batch.LastSequence,
        Markets = [.. batch.NewMarkets.Values.Select(static row => row.Units)],
        Orders = [.. batch.NewOrders.Keys],
        Matches = [.. batch.NewMatches.Keys],
        Audit = Rows(batch.Audit.Finish()),
        Vault = Rows(batch.Vault.Finish()),
    };

    /// <summary>Without the header and the trailer of the COPY format.</summary>
    private static byte[] Rows(ReadOnlyMemory<byte> stream)
    {
        const int HeaderBytes = 19;
        const int TrailerBytes = sizeof(short);
        return stream.Span[HeaderBytes..^TrailerBytes].ToArray();
    }
}
