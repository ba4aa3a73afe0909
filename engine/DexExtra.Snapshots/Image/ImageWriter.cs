using System.Runtime.InteropServices;

namespace DexExtra.Snapshots.Image;

/// <summary>Writes the objects of a graph one after the other.</summary>
internal sealed class ImageWriter(ObjectGraph graph)
{
    private const int ChunkBytes = 64 << 10;

    private byte[] _chunk = new byte[ChunkBytes];

    public void Write(ImageObject item, IImageSink sink)
    {
        if (item.Target is not Array array)
        {
            WriteFields(item.Path, item.Target, item.Fields, sink);
            return;
        }

        if (item.Elements is { } layout)
        {
            WriteValues(array, layout, sink);
            return;
        }

        for (var index = 0; index < array.Length; index++)
        {
            if (item.Fields.Length > 0)
            {
                WriteFields($"{item.Path}[{index}]", array.GetValue(index)!, item.Fields, sink);
            }
            else
            {
                WriteReference($"{item.Path}[{index}]", array.GetValue(index), sink);
            }
        }
    }

    private void WriteFields(string path, object holder, FieldLayout[] fields, IImageSink sink)
    {
        foreach (var field in fields)
        {
            var value = field.Field.GetValue(holder);
            switch (field.Kind)
            {
                case FieldKind.Plain:
                    var bytes = RawBox.Bytes(value!, field.Value!.SizeBytes);
                    field.Value.ClearHoles(bytes);
                    sink.Write(bytes);
                    break;
                case FieldKind.Reference:
                    WriteReference($"{path}.{field.Name}", value, sink);
                    break;
                default:
                    WriteFields($"{path}.{field.Name}", value!, field.Parts, sink);
                    break;
            }
        }
    }

    private void WriteReference(string path, object? target, IImageSink sink)
    {
        var number = graph.NumberOf(target)
            ?? throw new ImageException(path, $"{target!.GetType()} was not there when the engine was made");
        sink.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in number)));
    }

    private void WriteValues(Array array, ValueLayout layout, IImageSink sink)
    {
        var most = Math.Max(1, ChunkBytes / layout.SizeBytes);
        for (var first = 0; first < array.Length; first += most)
        {
            var values = RawBox.Bytes(array, first, Math.Min(most, array.Length - first), layout.SizeBytes);
            if (layout.HasHoles)
            {
                _chunk = values.Length <= _chunk.Length ? _chunk : new byte[values.Length];
                values.CopyTo(_chunk);
                values = _chunk.AsSpan(0, values.Length);
                layout.ClearHoles(values);
            }

            sink.Write(values);
        }
    }
}
