using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DexExtra.Hosting;

/// <summary>
/// Reads the one JSON file of a deployment: the section "venue" and the process's own section. Unknown members,
/// missing members and values out of range are errors with one clear line; nothing is defaulted silently.
/// </summary>
public static class VenueConfig
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>Loads <c>--config FILE</c> from the arguments.</summary>
    /// <exception cref="ConfigurationException">Anything wrong, in one line.</exception>
    public static (VenueSection Venue, TSection Section) Load<TSection>(string[] args, string sectionName)
        where TSection : class, IConfigSection
    {
        var path = Argument(args, "--config")
            ?? throw new ConfigurationException("the option --config FILE is missing");
        var root = Parse(path);
        return (Venue(root, path), Section<TSection>(root, path, sectionName));
    }

    /// <summary>As above, for a section that may be absent and then is <paramref name="usual"/>.</summary>
    /// <exception cref="ConfigurationException">Anything wrong, in one line.</exception>
    public static (VenueSection Venue, TSection Section) Load<TSection>(
        string[] args, string sectionName, TSection usual)
        where TSection : class, IConfigSection
    {
        var path = Argument(args, "--config")
            ?? throw new ConfigurationException("the option --config FILE is missing");
        var root = Parse(path);
        var venue = Venue(root, path);
        return (venue, root.ContainsKey(sectionName) ? Section<TSection>(root, path, sectionName) : usual);
    }

    /// <summary>A switch of another process's section that this one must know too; false when absent.</summary>
    /// <exception cref="ConfigurationException">It is neither true nor false.</exception>
    public static bool Flag(string[] args, string sectionName, string member)
    {
        var path = Argument(args, "--config")
            ?? throw new ConfigurationException("the option --config FILE is missing");
        return (Parse(path)[sectionName] as JsonObject)?[member] switch
        {
            null => false,
            JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
            _ => throw new ConfigurationException($"{path}: section \"{sectionName}\": {member} must be true or false"),
        };
    }

    /// <summary>The value after a named option, or null.</summary>
    public static string? Argument(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }

    /// <summary>With the one thing that every reader of the event log must know of the section "retention".</summary>
    private static VenueSection Venue(JsonObject root, string path)
    {
        var venue = Section<VenueSection>(root, path, "venue");
        return root.ContainsKey(RetentionSection.SectionName)
            ? venue with
            {
                EventsArchiveFolder = Section<RetentionSection>(root, path, RetentionSection.SectionName).EventsArchive,
            }
            : venue;
    }

    private static JsonObject Parse(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject
                ?? throw new ConfigurationException($"{path}: the file is not a JSON object");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ConfigurationException($"{path}: {error.Message}");
        }
    }

    private static TSection Section<TSection>(JsonObject root, string path, string name)
        where TSection : class, IConfigSection
    {
        if (root[name] is not JsonObject node)
        {
            throw new ConfigurationException($"{path}: the section \"{name}\" is missing");
        }

        TSection section;
        try
        {
            section = node.Deserialize<TSection>(Strict)!;
        }
        catch (JsonException error)
        {
            throw new ConfigurationException($"{path}: section \"{name}\": {error.Message.ReplaceLineEndings(" ")}");
        }

        return section.Validate() is { } mistake
            ? throw new ConfigurationException($"{path}: section \"{name}\": {mistake}")
            : section;
    }
}
