using System.Globalization;
using System.Text.Json;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// What a client asks, as it was written: unknown, repeated or ill-typed members make it malformed. Absent members are
/// null.
/// </summary>
internal sealed class FeedRequest
{
    private const int MaxDepth = 4;

    public string? Op { get; set; }

    public string? Channel { get; private set; }

    public uint? MarketId { get; private set; }

    public int? ConflationMs { get; private set; }

    public string? Interval { get; private set; }

    /// <summary>Sequence that the client has.</summary>
    public ulong? Resume { get; private set; }

    public string? Token { get; private set; }

    public uint? Subaccount { get; private set; }

    /// <summary>One JSON object and nothing else; false for everything that is not.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out FeedRequest request)
    {
        request = new FeedRequest();
        if (!TryDocument(text, out var document))
        {
            return false;
        }

        using (document)
        {
            return request.TryRead(document.RootElement);
        }
    }

    /// <summary>The whole text as one JSON value, of little depth.</summary>
    public static bool TryDocument(ReadOnlySpan<byte> text, out JsonDocument document)
    {
        document = null!;
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
            document = JsonDocument.ParseValue(ref reader);
            if (text[(int)reader.BytesConsumed..].IndexOfAnyExcept(" \t\r\n"u8) < 0)
            {
                return true;
            }

            document.Dispose();
            return false;
        }
        catch (JsonException) // not JSON: the caller answers MALFORMED
        {
            return false;
        }
    }

    public bool TryRead(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        try
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in root.EnumerateObject())
            {
                if (!names.Add(member.Name) || !TryMember(member.Name, member.Value))
                {
                    return false;
                }
            }

            return true;
        }
        catch (InvalidOperationException) // a string with broken escapes
        {
            return false;
        }
    }

    /// <summary>Null for a string with broken escapes.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private bool TryMember(string name, JsonElement value)
    {
        switch (name)
        {
            case "op" when value.ValueKind == JsonValueKind.String:
                Op = value.GetString();
                return true;
            case "channel" when value.ValueKind == JsonValueKind.String:
                Channel = value.GetString();
                return true;
            case "interval" when value.ValueKind == JsonValueKind.String:
                Interval = value.GetString();
                return true;
            case "token" when value.ValueKind == JsonValueKind.String:
                Token = value.GetString();
                return true;
            case "marketId":
                MarketId = Number(value);
                return MarketId is not null;
            case "subaccount":
                Subaccount = Number(value);
                return Subaccount is not null;
            case "conflationMs":
                ConflationMs = (int?)(Number(value) & int.MaxValue);
                return ConflationMs is not null;
            case "resume" when value.ValueKind == JsonValueKind.String:
                Resume = ulong.TryParse(
                    value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                    ? sequence : null;
                return Resume is not null;
            default:
                return false;
        }
    }

    private static uint? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out var number) ? number : null;
}
