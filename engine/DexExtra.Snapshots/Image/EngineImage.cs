using System.Text;

namespace DexExtra.Snapshots.Image;

/// <summary>
/// The whole memory of an engine as a stream of bytes, without a line of code per class. The graph of objects is taken
/// once from a fresh engine, which makes everything it will ever need at construction; from then on only values change
/// and references move between objects of the graph. Reading puts the values into another fresh engine with the same
/// <see cref="Layout"/>. Fields that are readonly are compared instead: they follow from the options. One thread,
/// between commands.
/// </summary>
public sealed class EngineImage
{
    private readonly ObjectGraph _graph;

    private EngineImage(ObjectGraph graph)
    {
        _graph = graph;
        var text = new StringBuilder();
        foreach (var line in graph.Types.Lines.Concat(graph.Objects.Select(item => item.Text)))
        {
            text.Append(line).Append('\n');
        }

        Layout = text.ToString();
    }

    /// <summary>
    /// One line per type with the names, offsets and sizes of its fields, then one per object with its path and type:
    /// equal text means that one engine's image fits the other.
    /// </summary>
    public string Layout { get; }

    /// <summary>The image of an engine that has applied no command yet.</summary>
    /// <exception cref="ImageException">The engine holds something that an image cannot carry.</exception>
    public static EngineImage Of(Engine.Engine fresh) => Of("engine", fresh);

    /// <summary>Writes every value; equal engines give equal bytes.</summary>
    /// <exception cref="ImageException">A reference leads to an object that was not there at construction.</exception>
    public void Write(IImageSink sink)
    {
        var writer = new ImageWriter(_graph);
        foreach (var item in _graph.Objects)
        {
            writer.Write(item, sink);
        }
    }

    /// <summary>
    /// Replaces every value by what was written. After an exception the engine is in no state at all: drop it.
    /// </summary>
    /// <exception cref="ImageException">What construction decides differs, or a reference fits nothing.</exception>
    public void Read(IImageSource source)
    {
        var reader = new ImageReader(_graph);
        foreach (var item in _graph.Objects)
        {
            reader.Read(item, source);
        }
    }

    /// <summary>The first line in which two layouts differ; null when they are equal.</summary>
    public static string? Difference(string theirs, string ours)
    {
        if (theirs == ours)
        {
            return null;
        }

        using var left = new StringReader(theirs);
        using var right = new StringReader(ours);
        while (true)
        {
            var (mine, other) = (left.ReadLine(), right.ReadLine());
            if (mine != other)
            {
                return $"'{mine ?? "nothing"}' there, '{other ?? "nothing"}' here";
            }
        }
    }

    internal static EngineImage Of(string name, object root) => new(new ObjectGraph(name, root));
}
