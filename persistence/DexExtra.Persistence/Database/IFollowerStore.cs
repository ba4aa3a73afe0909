namespace DexExtra.Persistence.Database;

/// <summary>The database as the follower needs it. Every failure that waiting may cure is one that
/// <see cref="DatabaseFailure.IsRetryable"/> knows.</summary>
internal interface IFollowerStore : IAsyncDisposable
{
    /// <summary>Brings the schema up to date, from nothing if need be.</summary>
    Task PrepareAsync(CancellationToken stopping);

    Task<IFollowerConnection> ConnectAsync(CancellationToken stopping);
}
