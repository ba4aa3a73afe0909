using DexExtra.Persistence.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(PostgresCluster))]
