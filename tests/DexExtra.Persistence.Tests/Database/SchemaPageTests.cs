using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>db/schema says what the catalogue says. DEXEXTRA_SCHEMA_PAGES=FOLDER writes the pages there.</summary>
public sealed class SchemaPageTests(PostgresCluster cluster)
{
    [Fact]
    public async Task Pages_are_current()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();
        var pages = await SchemaPages.ReadAsync(cluster, workspace.Database);
        if (Environment.GetEnvironmentVariable("DEXEXTRA_SCHEMA_PAGES") is { } target)
        {
            foreach (var (name, text) in pages)
            {
                await File.WriteAllTextAsync(Path.Combine(target, name), text);
            }

            return;
        }

        var folder = Path.Combine(AppContext.BaseDirectory, "schema");
        Assert.Equal(pages.Keys, Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.Equal(page.Value, File.ReadAllText(Path.Combine(folder, page.Key))));
    }
}
