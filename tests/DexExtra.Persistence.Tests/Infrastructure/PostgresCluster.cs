namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>The cluster that the tests of this assembly share.</summary>
public class PostgresCluster : PostgresServer, IAsyncLifetime;
