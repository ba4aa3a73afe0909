using System.Security.Cryptography;
using DexExtra.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace DexExtra.Gateway.SignIn;

/// <summary>
/// The keys of the tokens, from a PEM file: the first signs, every one is accepted. The file is looked at again while
/// the gateway runs, so that a new key in front takes over and the old one behind it is good until its tokens have
/// ended. A file that cannot be read leaves the keys as they are. Any thread.
/// </summary>
internal sealed class TokenKeys
{
    private const string Block = "-----BEGIN ";
    private const UnixFileMode OthersMask =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly string _path;
    private readonly Action<string> _report;
    private DateTime _readAt;
    private volatile List<ECDsaSecurityKey> _keys;
    private volatile int _version;

    /// <param name="path">The PEM file.</param>
    /// <param name="report">Takes one line when a changed file is of no use.</param>
    /// <exception cref="FatalException">The file is missing, open to others or holds no key.</exception>
    public TokenKeys(string path, Action<string> report)
    {
        _path = path;
        _report = report;
        try
        {
            _keys = Read();
        }
        catch (Exception error) when (IsOfTheFile(error))
        {
            throw new FatalException(ExitCodes.Configuration, $"signIn: keyFile {path}: {error.Message}", error);
        }
    }

    public ECDsaSecurityKey Signer => _keys[0];

    public IReadOnlyList<ECDsaSecurityKey> All => _keys;

    /// <summary>Another number whenever the keys are others.</summary>
    public int Version => _version;

    /// <summary>Takes the keys of a file that has changed.</summary>
    public void Refresh()
    {
        try
        {
            if (File.GetLastWriteTimeUtc(_path) != _readAt)
            {
                _keys = Read();
                _version++;
            }
        }
        catch (Exception error) when (IsOfTheFile(error))
        {
            _report($"signIn: keyFile {_path} is not taken: {error.Message}");
        }
    }

    private static bool IsOfTheFile(Exception error) =>
        error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    private List<ECDsaSecurityKey> Read()
    {
        _readAt = File.GetLastWriteTimeUtc(_path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(_path) & OthersMask) != 0)
        {
            throw new UnauthorizedAccessException("it is accessible to others: chmod 600 it");
        }

        var blocks = File.ReadAllText(_path).Split(Block, StringSplitOptions.RemoveEmptyEntries);
        List<ECDsaSecurityKey> keys = [.. blocks.Where(block => block.Contains("PRIVATE KEY")).Select(Key)];
        return keys.Count > 0 ? keys : throw new CryptographicException("it holds no private key");
    }

    /// <summary>Named by its thumbprint (RFC 7638).</summary>
    private static ECDsaSecurityKey Key(string block)
    {
        var pair = ECDsa.Create();
        pair.ImportFromPem(Block + block);
        if (pair.ExportParameters(false).Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
        {
            throw new CryptographicException("a key is not of the curve P-256");
        }

        var key = new ECDsaSecurityKey(pair);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }
}
