using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DexExtra.Signing;

/// <summary>
/// The calls of libsecp256k1 (with its recovery module) that this library needs, and the one process-wide context.
/// The context is created once, never destroyed and never changed afterwards, so every thread may use it. Several
/// sonames are tried because distributions ship different ones with the same functions.
/// </summary>
internal static unsafe partial class NativeSecp256k1
{
    public const int PublicKeyBytes = 64;
    public const int RecoverableBytes = 65;
    public const int UncompressedBytes = 65;
    public const uint Uncompressed = 1 << 1;

    private const string Library = "libsecp256k1";

    /// <summary>Context type with the sign and verify bits: new versions ignore the bits, old ones need them.</summary>
    private const uint ContextSignVerify = 1 | (1 << 8) | (1 << 9);

    private const int BlindingSeedBytes = 32;

    private static readonly string[] FileNames =
        ["libsecp256k1.so.1", "libsecp256k1.so.2", "libsecp256k1.so.5", "libsecp256k1.so.6", "libsecp256k1.so.0"];

    private static readonly Lock Gate = new();
    private static nint _context;
    private static bool _resolverSet;

    /// <exception cref="NativeLibraryException">libsecp256k1 is missing or lacks the recovery module.</exception>
    public static nint Context
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var context = Volatile.Read(ref _context);
            return context != 0 ? context : CreateContext();
        }
    }

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_seckey_verify")]
    public static partial int SecretKeyVerify(nint context, byte* secretKey);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_create")]
    public static partial int PublicKeyCreate(nint context, byte* publicKey, byte* secretKey);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_serialize")]
    public static partial int PublicKeySerialize(
        nint context, byte* output, nuint* outputLength, byte* publicKey, uint flags);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_parse_compact")]
    public static partial int RecoverableParse(nint context, byte* signature, byte* compact, int recoveryId);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_serialize_compact")]
    public static partial int RecoverableSerialize(nint context, byte* compact, int* recoveryId, byte* signature);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recover")]
    public static partial int Recover(nint context, byte* publicKey, byte* signature, byte* digest);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_sign_recoverable")]
    public static partial int SignRecoverable(
        nint context, byte* signature, byte* digest, byte* secretKey, nint nonceFunction, nint nonceData);

    [LibraryImport(Library, EntryPoint = "secp256k1_context_create")]
    private static partial nint ContextCreate(uint flags);

    [LibraryImport(Library, EntryPoint = "secp256k1_context_randomize")]
    private static partial int ContextRandomize(nint context, byte* seed);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint CreateContext()
    {
        lock (Gate)
        {
            if (_context != 0)
            {
                return _context;
            }

            if (!_resolverSet)
            {
                NativeLibrary.SetDllImportResolver(typeof(NativeSecp256k1).Assembly, Resolve);
                _resolverSet = true;
            }

            var context = ContextCreate(ContextSignVerify);
            var seed = stackalloc byte[BlindingSeedBytes];
            RandomNumberGenerator.Fill(new Span<byte>(seed, BlindingSeedBytes));
            if (context == 0 || ContextRandomize(context, seed) != 1)
            {
                throw new NativeLibraryException("libsecp256k1 could not create a context");
            }

            Volatile.Write(ref _context, context);
            return context;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
        {
            return 0;
        }

        foreach (var fileName in FileNames)
        {
            if (NativeLibrary.TryLoad(fileName, out var handle))
            {
                return NativeLibrary.TryGetExport(handle, "secp256k1_ecdsa_recover", out _)
                    ? handle
                    : throw new NativeLibraryException($"{fileName} was built without the recovery module");
            }
        }

        throw new NativeLibraryException(
            $"libsecp256k1 is not installed (tried {string.Join(", ", FileNames)}): install package libsecp256k1-1");
    }
}
