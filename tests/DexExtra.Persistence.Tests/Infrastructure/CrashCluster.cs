namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>A cluster of one test class, which may crash it as it likes.</summary>
public sealed class CrashCluster : PostgresCluster;
