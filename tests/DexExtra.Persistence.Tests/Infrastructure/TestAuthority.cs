using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>An authority of one test, and the certificates that it signs, as PEM files.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public TestAuthority(string folder)
    {
        var request = new CertificateRequest("CN=test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(From, From.AddYears(30));
        File = Path.Combine(folder, $"ca-{Guid.NewGuid():N}.pem");
        System.IO.File.WriteAllText(File, _certificate.ExportCertificatePem() + "\n");
    }

    /// <summary>Its certificate.</summary>
    public string File { get; }

    /// <summary>Certificate and key of a server, valid for this machine's loopback address or for another name.</summary>
    public async Task<(string Certificate, string Key)> SignAsync(string folder, bool isForLoopback)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (isForLoopback)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }
        else
        {
            names.AddDnsName("other.example");
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signed = request.Create(_certificate, From, From.AddYears(20), RandomNumberGenerator.GetBytes(8));
        var (certificate, secret) = (Path.Combine(folder, "server.crt"), Path.Combine(folder, "server.key"));
        await System.IO.File.WriteAllTextAsync(certificate, signed.ExportCertificatePem() + "\n");
        await System.IO.File.WriteAllTextAsync(secret, key.ExportPkcs8PrivateKeyPem() + "\n");
        await ChildProcess.RunCheckedAsync("chmod", "600", secret);
        return (certificate, secret);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
