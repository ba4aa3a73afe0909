using System.Globalization;
using System.Xml.Linq;

namespace DexExtra.Protocol.Tests;

/// <summary>Reads order-entry.xml with nothing but the SBE rules, as a stranger's code generator would.</summary>
internal sealed class Schema
{
    private static readonly XNamespace Sbe = "http://fixprotocol.io/2016/sbe";
    private readonly Dictionary<string, XElement> _types;

    private Schema(XElement root)
    {
        Root = root;
        _types = root.Element("types")!.Elements().ToDictionary(type => type.Attribute("name")!.Value);
        Messages = [.. root.Elements(Sbe + "message").Select(Message)];
    }

    public static Schema Published { get; } =
        new(XDocument.Load(Path.Combine(AppContext.BaseDirectory, "published", "order-entry.xml")).Root!);

    public XElement Root { get; }

    public IReadOnlyList<SchemaMessage> Messages { get; }

    public IEnumerable<(string Name, int Bytes, IReadOnlyDictionary<string, int> Values)> Enums =>
        _types.Values.Where(type => type.Name == "enum").Select(type => (
            type.Attribute("name")!.Value,
            SizeOf(type.Attribute("encodingType")!.Value),
            (IReadOnlyDictionary<string, int>)type.Elements("validValue")
                .ToDictionary(value => value.Attribute("name")!.Value, value => Int(value.Value))));

    private SchemaMessage Message(XElement message) => new(
        message.Attribute("name")!.Value,
        Int(message.Attribute("id")!.Value),
        Int(message.Attribute("blockLength")!.Value),
        Fields(message),
        [.. message.Elements("group").Select(group => new SchemaGroup(
            group.Attribute("name")!.Value, Int(group.Attribute("blockLength")!.Value), Fields(group)))]);

    private IReadOnlyList<SchemaField> Fields(XElement block) =>
        [.. block.Elements("field").Select(field => new SchemaField(
            field.Attribute("name")!.Value,
            Int(field.Attribute("offset")!.Value),
            SizeOf(field.Attribute("type")!.Value),
            PlainName(field.Attribute("type")!.Value),
            NullOf(field)))];

    /// <summary>The primitive's name where the type only adds a null value, else the type's own.</summary>
    private string PlainName(string name)
    {
        var type = _types[name];
        return type.Name == "type" && type.Attribute("length") is null
            ? type.Attribute("primitiveType")!.Value
            : name;
    }

    private string? NullOf(XElement field)
    {
        if (field.Attribute("presence")?.Value != "optional")
        {
            return null;
        }

        var type = _types[field.Attribute("type")!.Value];
        var encoding = type.Name == "enum" ? _types[type.Attribute("encodingType")!.Value] : type;
        return encoding.Attribute("nullValue")?.Value ?? (type.Name == "composite" ? "smallest" : "all zero");
    }

    private int SizeOf(string name)
    {
        var type = _types[name];
        return type.Name.LocalName switch
        {
            "enum" => SizeOf(type.Attribute("encodingType")!.Value),
            "composite" => type.Elements("type").Sum(part => PrimitiveSize(part.Attribute("primitiveType")!.Value)),
            _ => PrimitiveSize(type.Attribute("primitiveType")!.Value) * Int(type.Attribute("length")?.Value ?? "1"),
        };
    }

    private static int PrimitiveSize(string primitive) => primitive switch
    {
        "uint8" or "char" => 1,
        "uint16" => 2,
        "uint32" => 4,
        "uint64" or "int64" => 8,
        _ => throw new FormatException($"unknown primitive {primitive}"),
    };

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
