using System.Security.Cryptography;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>PEM files as an operator keeps them.</summary>
internal static class TokenKeyFiles
{
    public static string NewKey(string curve = "nistP256")
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <summary>The first signs. Readable by the owner alone.</summary>
    public static void Write(string path, params string[] keys)
    {
        File.WriteAllText(path + ".new", string.Concat(keys));
        SetMode(path + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(path + ".new", path, overwrite: true);
    }

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
