using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DexExtra.Messages.Text;

/// <summary>How JSON lines are written: one line, a blank after each comma and colon, nothing escaped.</summary>
public static class JsonText
{
    public static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Format(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                Join(text, '{', '}', json, field =>
                {
                    text.Append(JsonValue.Create(field.Key)!.ToJsonString(Compact)).Append(": ");
                    Append(text, field.Value);
                });
                break;
            case JsonArray items:
                Join(text, '[', ']', items, item => Append(text, item));
                break;
            default:
                text.Append(node?.ToJsonString(Compact) ?? "null");
                break;
        }
    }

    private static void Join<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<T> append)
    {
        var separator = string.Empty;
        text.Append(open);
        foreach (var item in items)
        {
            text.Append(separator);
            append(item);
            separator = ", ";
        }

        text.Append(close);
    }
}
