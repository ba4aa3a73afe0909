using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DexExtra.Signing;

/// <summary>
/// The published typed-data definition (docs/protocol/eip712.json, GET /v1/typed-data): types, domain and primary types
/// in the shape that stock wallet libraries take.
/// </summary>
public static class TypedData
{
    private static readonly JsonWriterOptions Options =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented UTF-8 JSON text of the definition for one deployment.</summary>
    public static string Json(Eip712Domain domain) => Write(domain);

    /// <summary>
    /// The definition without chain id and contract, which differ between deployments: the document in docs/.
    /// </summary>
    public static string JsonWithoutDeployment() => Write(null);

    private static string Write(Eip712Domain? domain)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteTypes(json);
            WriteDomain(json, domain);
            json.WriteStartArray("primaryTypes");
            foreach (var type in Eip712Type.Signable)
            {
                json.WriteStringValue(type.Name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static void WriteTypes(Utf8JsonWriter json)
    {
        json.WriteStartObject("types");
        foreach (var type in Eip712Type.Nested.Prepend(Eip712Type.Domain).Concat(Eip712Type.Signable))
        {
            json.WriteStartArray(type.Name);
            foreach (var field in type.Fields)
            {
                json.WriteStartObject();
                json.WriteString("name", field.Name);
                json.WriteString("type", field.Type);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteDomain(Utf8JsonWriter json, Eip712Domain? domain)
    {
        json.WriteStartObject("domain");
        json.WriteString("name", domain?.Name ?? Eip712Domain.VenueName);
        json.WriteString("version", domain?.Version ?? Eip712Domain.VenueVersion);
        if (domain is not null)
        {
            json.WriteNumber("chainId", domain.ChainId);
            json.WriteString("verifyingContract", domain.VerifyingContract.ToString());
        }

        json.WriteEndObject();
    }
}
