using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using StackExchange.Redis;

namespace DexExtra.Persistence;

/// <summary>How the connections of this process are secured (S270).</summary>
internal static class SecureTransport
{
    /// <summary>The connection string as used: with TLS it verifies certificate and host, whatever it said.</summary>
    public static string Postgres(string connectionString, TlsSection? tls)
    {
        if (tls is null)
        {
            return connectionString;
        }

        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SslMode = SslMode.VerifyFull,
            RootCertificate = tls.CaFile,
        };
        return builder.ConnectionString;
    }

    /// <summary>host:port and what stands behind it, as StackExchange.Redis reads it.</summary>
    public static ConfigurationOptions Redis(string endpoint, TlsSection? tls)
    {
        var options = ConfigurationOptions.Parse(endpoint);
        if (tls is not null)
        {
            options.Ssl = true;
            options.SslClientAuthenticationOptions = host => new SslClientAuthenticationOptions
            {
                TargetHost = host,
                CertificateChainPolicy = Policy(tls),
            };
        }

        return options;
    }

    /// <summary>Null: the system's.</summary>
    private static X509ChainPolicy? Policy(TlsSection tls)
    {
        if (tls.CaFile is not { } file)
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
