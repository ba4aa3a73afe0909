using Microsoft.Extensions.Logging;

namespace DexExtra.Hosting;

/// <summary>What every process gets: its logger, and the token that asks it to stop.</summary>
public sealed class ServiceContext(ILoggerFactory loggers, ILogger log, CancellationToken stopping)
{
    public ILoggerFactory Loggers { get; } = loggers;

    public ILogger Log { get; } = log;

    /// <summary>Cancelled on SIGTERM or SIGINT.</summary>
    public CancellationToken Stopping { get; } = stopping;
}
