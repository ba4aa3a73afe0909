using System.Reflection;
using System.Runtime.CompilerServices;

namespace DexExtra.Snapshots.Image;

/// <summary>The layouts of all types of one graph, each made once, with their texts in order of first use.</summary>
internal sealed class TypeLayouts
{
    private static readonly MethodInfo Question =
        typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!;

    private readonly Dictionary<Type, ValueLayout> _values = [];
    private readonly Dictionary<Type, FieldLayout[]> _objects = [];
    private readonly Dictionary<Type, bool> _references = [];

    /// <summary>One line per type.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>True for a value whose bytes are all there is of it.</summary>
    public bool IsPlain(Type type)
    {
        if (!_references.TryGetValue(type, out var has))
        {
            has = !type.IsValueType || (bool)Question.MakeGenericMethod(type).Invoke(null, null)!;
            _references.Add(type, has);
        }

        return !has;
    }

    public ValueLayout Value(Type type, string path)
    {
        if (!_values.TryGetValue(type, out var layout))
        {
            layout = ValueLayout.Of(type, path);
            _values.Add(type, layout);
            Lines.Add($"value {type} {layout.SizeBytes} {layout.Text}");
        }

        return layout;
    }

    /// <summary>Fields of a class with those of its bases, or of a value that holds references.</summary>
    public FieldLayout[] Fields(Type type, string path)
    {
        if (_objects.TryGetValue(type, out var known))
        {
            return known;
        }

        List<FieldLayout> fields = [];
        for (var part = type; part != typeof(object) && part != typeof(ValueType); part = part.BaseType!)
        {
            fields.AddRange(ValueLayout.Fields(part).Select(field => Field(field, $"{path}.{PathOf(field)}")));
        }

        FieldLayout[] made = [.. fields];
        _objects.Add(type, made);
        Lines.Add($"object {type} {string.Join("; ", made.Select(field => field.Text))}");
        return made;
    }

    /// <summary>The name in the source: what the compiler adds to properties and parameters is taken off.</summary>
    public static string PathOf(FieldInfo field) =>
        field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;

    private FieldLayout Field(FieldInfo field, string path)
    {
        var type = field.FieldType;
        if (Nullable.GetUnderlyingType(type) is not null)
        {
            throw new ImageException(path, $"{type}: a nullable value must be part of another value");
        }

        return !type.IsValueType ? new FieldLayout(field, FieldKind.Reference, null, [])
            : IsPlain(type) ? new FieldLayout(field, FieldKind.Plain, Value(type, path), [])
            : new FieldLayout(field, FieldKind.Mixed, null, Fields(type, path));
    }
}
