using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Database;

/// <summary>One connection to the database. One call at a time.</summary>
internal interface IFollowerConnection : IAsyncDisposable
{
    /// <summary>
    /// Cursor and markets of one moment: a predecessor's late commit between two reads would split them.
    /// </summary>
    /// <exception cref="CursorMovedException">The row of the cursor is gone.</exception>
    Task<(CursorPosition Cursor, Dictionary<uint, MarketUnits> Markets)> ReadStartAsync(CancellationToken stopping);

    /// <exception cref="CursorMovedException">The row of the cursor is gone.</exception>
    Task<CursorPosition> ReadCursorAsync(CancellationToken stopping);

    /// <summary>When this returns, everything up to the cursor is on the server's disk.</summary>
    /// <exception cref="CursorMovedException">The cursor is not at <paramref name="expected"/>.</exception>
    Task ConfirmAsync(long expected, CancellationToken stopping);

    /// <summary>
    /// Moves the cursor by compare-and-set and writes the rows, in one transaction. When this returns, both are
    /// committed. When it throws, they may or may not be (PG-03).
    /// </summary>
    /// <exception cref="CursorMovedException">The cursor was not at the batch's start; nothing was written.</exception>
    /// <exception cref="ProjectionException">A value does not fit its column, or a changed row is missing.</exception>
    Task WriteAsync(WriteBatch batch, CancellationToken stopping);
}
