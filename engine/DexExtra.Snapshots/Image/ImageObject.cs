namespace DexExtra.Snapshots.Image;

/// <summary>
/// One object of the graph: a class with its fields, an array of plain values, or an array of references or mixed
/// values. Immutable; what it points to is the live object.
/// </summary>
internal sealed class ImageObject(string path, object target, FieldLayout[] fields, ValueLayout? elements)
{
    public string Path { get; } = path;

    public object Target { get; } = target;

    /// <summary>Of a class; of the elements, for an array of mixed values.</summary>
    public FieldLayout[] Fields { get; } = fields;

    /// <summary>Of an array of plain values.</summary>
    public ValueLayout? Elements { get; } = elements;

    /// <summary>One line: path, type and, for an array, its length.</summary>
    public string Text => Target is Array array
        ? $"{Path} {Target.GetType().GetElementType()}[{array.Length}]"
        : $"{Path} {Target.GetType()}";
}
