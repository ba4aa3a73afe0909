using System.Security.Cryptography;
using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// A secret key in memory: pinned so that the collector never copies it, zeroed on disposal, never printed. Signing is
/// allocation-free and may run on several threads at once; disposal must come after the last use.
/// </summary>
public sealed class PrivateKey : IDisposable
{
    private readonly byte[] _secret = GC.AllocateArray<byte>(Secp256k1.SecretKeyBytes, pinned: true);
    private bool _disposed;

    /// <summary>Copies the 32 bytes; the caller zeroes its own.</summary>
    /// <exception cref="ArgumentException">Not a number from 1 to n − 1.</exception>
    public PrivateKey(ReadOnlySpan<byte> secret)
    {
        if (!Secp256k1.IsValidSecretKey(secret))
        {
            throw new ArgumentException("not a valid secret key", nameof(secret));
        }

        secret.CopyTo(_secret);
        Address = Secp256k1.AddressOf(secret);
    }

    public Address Address { get; }

    /// <summary>A fresh key from the operating system's random source.</summary>
    public static PrivateKey Generate()
    {
        Span<byte> secret = stackalloc byte[Secp256k1.SecretKeyBytes];
        do
        {
            RandomNumberGenerator.Fill(secret);
        }
        while (!Secp256k1.IsValidSecretKey(secret));

        var key = new PrivateKey(secret);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    public Signature Sign(in Hash32 digest)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Secp256k1.Sign(in digest, _secret);
    }

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secret);
    }

    public override string ToString() => $"key of {Address}";
}
