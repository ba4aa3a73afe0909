using System.Text.Json;
using DexExtra.Hosting;

namespace DexExtra.Persistence.Following;

/// <summary>
/// What a restore left in the data folder (ADR 0022): up to which command the venue was put back. It stays there until
/// the venue was found good and trades on.
/// </summary>
internal static class RestoredMark
{
    public const string FileName = "restored.json";

    /// <summary>The last command of the restored log; null when the folder did not come out of a backup.</summary>
    /// <exception cref="FatalException">The file is damaged (Storage).</exception>
    public static long? Read(VenueSection venue)
    {
        var path = Path.Combine(venue.DataFolder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var mark = JsonDocument.Parse(File.ReadAllBytes(path));
            return mark.RootElement.GetProperty("sequence").GetInt64();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            throw new FatalException(ExitCodes.Storage, $"{path} is damaged: {error.Message.ReplaceLineEndings(" ")}");
        }
    }
}
