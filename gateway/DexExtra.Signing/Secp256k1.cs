using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// ECDSA over secp256k1 through the native libsecp256k1, with Ethereum's address and v conventions. All methods are
/// allocation-free and may run on any thread at once. Secrets are passed as spans and never kept.
/// </summary>
public static unsafe class Secp256k1
{
    public const int SecretKeyBytes = 32;

    /// <summary>v of a recovery id 0; 28 stands for 1.</summary>
    public const byte FirstV = 27;

    private const byte LastV = 28;

    /// <summary>
    /// Loads the library now, so that a missing one is reported at start and not with the first order.
    /// </summary>
    /// <exception cref="NativeLibraryException">libsecp256k1 is missing; one line.</exception>
    public static void EnsureAvailable() => _ = NativeSecp256k1.Context;

    /// <summary>True if the 32 bytes are a number from 1 to n − 1.</summary>
    public static bool IsValidSecretKey(ReadOnlySpan<byte> secretKey)
    {
        if (secretKey.Length != SecretKeyBytes)
        {
            return false;
        }

        fixed (byte* key = secretKey)
        {
            return NativeSecp256k1.SecretKeyVerify(NativeSecp256k1.Context, key) == 1;
        }
    }

    /// <exception cref="ArgumentException">Not a valid secret key.</exception>
    public static Address AddressOf(ReadOnlySpan<byte> secretKey)
    {
        CheckSecretKey(secretKey);
        var publicKey = stackalloc byte[NativeSecp256k1.PublicKeyBytes];
        fixed (byte* key = secretKey)
        {
            return NativeSecp256k1.PublicKeyCreate(NativeSecp256k1.Context, publicKey, key) == 1
                ? AddressOf(publicKey)
                : throw new ArgumentException("not a valid secret key", nameof(secretKey));
        }
    }

    /// <summary>
    /// The address whose key made the signature. False if v is not 27 or 28, r or s is 0 or not below n, r is no x
    /// coordinate of the curve, or the result is the point at infinity. High s is accepted here: see SignatureVerifier.
    /// </summary>
    public static bool TryRecover(in Hash32 digest, in Signature signature, out Address signer)
    {
        signer = default;
        if (signature.V is not (FirstV or LastV))
        {
            return false;
        }

        var compact = stackalloc byte[2 * Hash32.SizeBytes];
        MemoryMarshal.Write(new Span<byte>(compact, Hash32.SizeBytes), in signature.R);
        MemoryMarshal.Write(new Span<byte>(compact + Hash32.SizeBytes, Hash32.SizeBytes), in signature.S);
        var parsed = stackalloc byte[NativeSecp256k1.RecoverableBytes];
        var publicKey = stackalloc byte[NativeSecp256k1.PublicKeyBytes];
        var context = NativeSecp256k1.Context;
        fixed (Hash32* message = &digest)
        {
            if (NativeSecp256k1.RecoverableParse(context, parsed, compact, signature.V - FirstV) != 1
                || NativeSecp256k1.Recover(context, publicKey, parsed, (byte*)message) != 1)
            {
                return false;
            }
        }

        signer = AddressOf(publicKey);
        return !signer.IsZero;
    }

    /// <summary>Deterministic (RFC 6979) low-s signature of a 32-byte digest.</summary>
    /// <exception cref="ArgumentException">Not a valid secret key.</exception>
    public static Signature Sign(in Hash32 digest, ReadOnlySpan<byte> secretKey)
    {
        CheckSecretKey(secretKey);
        var context = NativeSecp256k1.Context;
        var recoverable = stackalloc byte[NativeSecp256k1.RecoverableBytes];
        var compact = stackalloc byte[2 * Hash32.SizeBytes];
        int recoveryId;
        fixed (Hash32* message = &digest)
        fixed (byte* key = secretKey)
        {
            if (NativeSecp256k1.SignRecoverable(context, recoverable, (byte*)message, key, 0, 0) != 1
                || NativeSecp256k1.RecoverableSerialize(context, compact, &recoveryId, recoverable) != 1)
            {
                throw new CryptographicException("libsecp256k1 could not sign");
            }
        }

        // ids 2 and 3 need r ≥ n, which no one has ever found; Ethereum cannot express them
        return recoveryId is 0 or 1
            ? new Signature
            {
                R = MemoryMarshal.Read<Hash32>(new ReadOnlySpan<byte>(compact, Hash32.SizeBytes)),
                S = MemoryMarshal.Read<Hash32>(new ReadOnlySpan<byte>(compact + Hash32.SizeBytes, Hash32.SizeBytes)),
                V = (byte)(FirstV + recoveryId),
            }
            : throw new CryptographicException("signature with an overflowing r");
    }

    private static void CheckSecretKey(ReadOnlySpan<byte> secretKey)
    {
        if (secretKey.Length != SecretKeyBytes)
        {
            throw new ArgumentException($"a secret key has {SecretKeyBytes} bytes", nameof(secretKey));
        }
    }

    /// <summary>Last 20 bytes of the hash of the 64 coordinate bytes.</summary>
    private static Address AddressOf(byte* publicKey)
    {
        var encoded = stackalloc byte[NativeSecp256k1.UncompressedBytes];
        nuint length = NativeSecp256k1.UncompressedBytes;
        _ = NativeSecp256k1.PublicKeySerialize(
            NativeSecp256k1.Context, encoded, &length, publicKey, NativeSecp256k1.Uncompressed);
        Span<byte> hash = stackalloc byte[Hash32.SizeBytes];
        Keccak256.Hash(new ReadOnlySpan<byte>(encoded + 1, NativeSecp256k1.UncompressedBytes - 1), hash);
        return new Address(hash[(Hash32.SizeBytes - Address.SizeBytes)..]);
    }
}
