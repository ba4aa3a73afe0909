using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// An integer of any size that clients may write as a string or as a plain number; kept as its exact text, so that no
/// parser ever puts it through floating point. Exponents and fractions are left for the later parse to refuse.
/// </summary>
internal sealed class IntegerTextConverter : JsonConverter<string>
{
    private const int MaxTextBytes = 80;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        if (reader.TokenType != JsonTokenType.Number)
        {
            throw new JsonException("an integer must be a string or a number");
        }

        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > MaxTextBytes)
        {
            throw new JsonException("an integer is too long");
        }

        return Encoding.ASCII.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
