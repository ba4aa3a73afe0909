using System.Text.Json;
using DexExtra.Hosting;

namespace DexExtra.Settlement.Deploy;

/// <summary>Creation code of a compiled contract, as the contracts' build writes it.</summary>
internal static class Artifact
{
    /// <exception cref="FatalException">The file is missing or holds no byte code.</exception>
    public static byte[] ByteCode(string folder, string contract)
    {
        var path = Path.Combine(folder, $"{contract}.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var text = document.RootElement.GetProperty("bytecode").GetString() ?? "";
            return Convert.FromHexString(text.StartsWith("0x", StringComparison.Ordinal) ? text.AsSpan(2) : text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FatalException(ExitCodes.Configuration, $"artifact {path} is unusable: {error.Message}");
        }
    }
}
