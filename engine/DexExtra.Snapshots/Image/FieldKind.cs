namespace DexExtra.Snapshots.Image;

/// <summary>How a field is written.</summary>
internal enum FieldKind
{
    /// <summary>A value without references: its bytes.</summary>
    Plain,

    /// <summary>A reference to an object of the graph: its number.</summary>
    Reference,

    /// <summary>A value that holds references: field by field.</summary>
    Mixed,
}
