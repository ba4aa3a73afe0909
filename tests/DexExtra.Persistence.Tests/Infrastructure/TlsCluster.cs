namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>A PostgreSQL that speaks TLS with a certificate of the authority.</summary>
internal sealed class TlsCluster(TestAuthority authority, bool isForLoopback) : PostgresCluster
{
    protected override async Task<string> SettingsAsync(string folder)
    {
        var (certificate, key) = await authority.SignAsync(folder, isForLoopback);
        if (Environment.IsPrivilegedProcess)
        {
            await ChildProcess.RunCheckedAsync("chown", "postgres", certificate, key);
        }

        return $"ssl = on\nssl_cert_file = '{certificate}'\nssl_key_file = '{key}'\n";
    }
}
