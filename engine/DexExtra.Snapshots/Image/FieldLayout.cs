using System.Reflection;

namespace DexExtra.Snapshots.Image;

/// <summary>One field of an object. Immutable.</summary>
internal sealed class FieldLayout(FieldInfo field, FieldKind kind, ValueLayout? value, FieldLayout[] parts)
{
    public FieldInfo Field { get; } = field;

    public FieldKind Kind { get; } = kind;

    /// <summary>Of a plain field.</summary>
    public ValueLayout? Value { get; } = value;

    /// <summary>Of a mixed field.</summary>
    public FieldLayout[] Parts { get; } = parts;

    public string Name { get; } = TypeLayouts.PathOf(field);

    public string Text => $"{Name} {(Field.IsInitOnly ? "readonly " : "")}{Kind} {Field.FieldType}";
}
