using DexExtra.Hosting;
using DexExtra.Signing;

namespace DexExtra.Settlement;

/// <summary>Loads the operator's key with every failure as one line and a configuration exit code.</summary>
internal static class OperatorKey
{
    /// <exception cref="FatalException">No usable key, or no libsecp256k1.</exception>
    public static PrivateKey Load(string path)
    {
        try
        {
            return PrivateKeyFile.Load(path);
        }
        catch (Exception error) when (error is KeyFileException or NativeLibraryException)
        {
            throw new FatalException(ExitCodes.Configuration, error.Message);
        }
    }
}
