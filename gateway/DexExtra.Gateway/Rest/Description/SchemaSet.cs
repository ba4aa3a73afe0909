using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest.Description;

/// <summary>
/// JSON schemas of the types that REST reads and writes, made from the serializer itself, so that what the document
/// says is what the gateway does. Types of this process become components. One thread.
/// </summary>
internal sealed class SchemaSet
{
    private const string IntegerPattern = "^-?[0-9]+$";

    /// <summary>As requests are read; schemas nest deeper than bodies may.</summary>
    private static readonly JsonSerializerOptions Json = new(RestJson.Options)
    {
        MaxDepth = 64,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private readonly JsonSchemaExporterOptions _options;
    private readonly SortedDictionary<string, JsonNode> _components = new(StringComparer.Ordinal);

    public SchemaSet() => _options = new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Transform,
    };

    /// <summary>By name, every type that was referred to.</summary>
    public JsonObject Components =>
        new(_components.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.DeepClone())));

    public JsonObject Reference(Type type)
    {
        if (!_components.ContainsKey(type.Name))
        {
            _components.Add(type.Name, new JsonObject()); // a placeholder, in case the type names itself
            _components[type.Name] = Json.GetJsonSchemaAsNode(type, _options);
        }

        return Reference(type.Name);
    }

    /// <summary>A component that is no type of its own.</summary>
    public JsonObject Reference(string name, Func<JsonObject> schema)
    {
        if (!_components.ContainsKey(name))
        {
            _components.Add(name, schema());
        }

        return Reference(name);
    }

    /// <summary>The body of a command whose members are those of a typed-data struct.</summary>
    public JsonObject Command(Eip712Type type) => Reference($"{type.Name}Request", () =>
    {
        Reference(typeof(Bodies.CommandRequest));
        var body = _components[nameof(Bodies.CommandRequest)].DeepClone().AsObject();
        body["properties"]!["command"] = Reference(type.Name, () => Struct(type));
        return body;
    });

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static JsonObject Struct(Eip712Type type) => new()
    {
        ["type"] = "object",
        ["description"] = $"The typed data {type.Name}, every member.",
        ["properties"] = new JsonObject(type.Fields.Select(field =>
            KeyValuePair.Create(field.Name, (JsonNode?)Member(field.Type)))),
        ["required"] = new JsonArray([.. type.Fields.Select(field => (JsonNode)field.Name)]),
        ["additionalProperties"] = false,
    };

    private static JsonObject Member(string type) => type switch
    {
        "address" => Text("^0x[0-9a-fA-F]{40}$"),
        "bytes32" => Text("^0x[0-9a-fA-F]{64}$"),
        "string" => new JsonObject { ["type"] = "string" },
        _ => Integer(isNullable: false),
    };

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Integer(bool isNullable) => new()
    {
        ["type"] = isNullable ? new JsonArray("string", "integer", "null") : new JsonArray("string", "integer"),
        ["pattern"] = IntegerPattern,
    };

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var isNullable = context.PropertyInfo is { IsGetNullable: true };
        if (context.PropertyInfo?.CustomConverter is IntegerTextConverter)
        {
            return Integer(isNullable);
        }

        if (context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(WordsAttribute), false)
            is [WordsAttribute words])
        {
            var texts = words.Words.Select(word => (JsonNode?)word);
            schema["enum"] = new JsonArray([.. isNullable ? texts.Append(null) : texts]);
            return schema;
        }

        var type = context.TypeInfo.Type;
        if (context.Path.IsEmpty || type.Assembly != typeof(SchemaSet).Assembly)
        {
            return schema;
        }

        var reference = Reference(type);
        return isNullable
            ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) }
            : reference;
    }
}
