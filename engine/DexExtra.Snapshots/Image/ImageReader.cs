using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Snapshots.Image;

/// <summary>Fills the objects of a graph one after the other.</summary>
internal sealed class ImageReader(ObjectGraph graph)
{
    private const int ChunkBytes = 64 << 10;

    public void Read(ImageObject item, IImageSource source)
    {
        if (item.Target is not Array array)
        {
            ReadFields(item.Path, item.Target, item.Fields, source);
            return;
        }

        if (item.Elements is { } layout)
        {
            ReadValues(array, layout, source);
            return;
        }

        for (var index = 0; index < array.Length; index++)
        {
            var place = $"{item.Path}[{index}]";
            var old = array.GetValue(index);
            if (item.Fields.Length > 0)
            {
                ReadFields(place, old!, item.Fields, source);
                array.SetValue(old, index);
            }
            else
            {
                ReadReference(place, array.GetType().GetElementType()!, source, out var target);
                array.SetValue(target, index);
            }
        }
    }

    private void ReadFields(string path, object holder, FieldLayout[] fields, IImageSource source)
    {
        foreach (var layout in fields)
        {
            var field = layout.Field;
            var place = $"{path}.{layout.Name}";
            var old = field.GetValue(holder);
            var value = old;
            switch (layout.Kind)
            {
                case FieldKind.Plain:
                    value = RuntimeHelpers.GetUninitializedObject(field.FieldType);
                    source.Read(RawBox.Bytes(value, layout.Value!.SizeBytes));
                    break;
                case FieldKind.Reference:
                    ReadReference(place, field.FieldType, source, out value);
                    break;
                default:
                    ReadFields(place, value!, layout.Parts, source);
                    break;
            }

            if (!field.IsInitOnly)
            {
                field.SetValue(holder, value);
            }
            else if (!IsSame(layout, old, value))
            {
                throw new ImageException(place, $"{Name(value)} in the image, {Name(old)} in this engine");
            }
        }
    }

    private void ReadReference(string path, Type type, IImageSource source, out object? target)
    {
        var number = 0;
        source.Read(MemoryMarshal.AsBytes(new Span<int>(ref number)));
        target = number >= 0 && number < graph.Objects.Count ? graph.Objects[number].Target : null;
        if ((target is null && number != ObjectGraph.Nothing) || (target is not null && !type.IsInstanceOfType(target)))
        {
            throw new ImageException(path, $"object {number} of the image is no {type}");
        }
    }

    private static void ReadValues(Array array, ValueLayout layout, IImageSource source)
    {
        var most = Math.Max(1, ChunkBytes / layout.SizeBytes);
        for (var first = 0; first < array.Length; first += most)
        {
            source.Read(RawBox.Bytes(array, first, Math.Min(most, array.Length - first), layout.SizeBytes));
        }
    }

    private static bool IsSame(FieldLayout layout, object? old, object? value)
    {
        if (layout.Kind == FieldKind.Reference)
        {
            return ReferenceEquals(old, value);
        }

        if (layout.Kind == FieldKind.Mixed)
        {
            return true; // its own fields were compared
        }

        var here = RawBox.Bytes(old!, layout.Value!.SizeBytes);
        layout.Value.ClearHoles(here);
        return here.SequenceEqual(RawBox.Bytes(value!, layout.Value.SizeBytes));
    }

    private static string Name(object? value) => value is null ? "nothing" : $"'{value}'";
}
