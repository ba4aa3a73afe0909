using System.Runtime.CompilerServices;

namespace DexExtra.Snapshots.Image;

/// <summary>
/// Every object that is reachable from a root, numbered in the order of a breadth-first walk. Refuses at once what an
/// image cannot carry: strings, delegates, collections that grow, and everything else outside the venue's own types.
/// </summary>
internal sealed class ObjectGraph
{
    /// <summary>Number of a reference to nothing.</summary>
    public const int Nothing = -1;

    private readonly List<ImageObject> _objects = [];
    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(string Path, object Target)> _waiting = [];

    public ObjectGraph(string name, object root)
    {
        Reach(name, root);
        while (_waiting.TryDequeue(out var next))
        {
            _objects.Add(Examine(next.Path, next.Target));
        }
    }

    public TypeLayouts Types { get; } = new();

    public IReadOnlyList<ImageObject> Objects => _objects;

    /// <summary>The number of an object; null when it is none of the graph.</summary>
    public int? NumberOf(object? target) => target is null ? Nothing
        : _numbers.TryGetValue(target, out var number) ? number
        : null;

    private ImageObject Examine(string path, object target)
    {
        if (target is not Array array)
        {
            var fields = Types.Fields(target.GetType(), path);
            ReachThrough(path, target, fields);
            return new ImageObject(path, target, fields, null);
        }

        var element = array.GetType().GetElementType()!;
        if (Types.IsPlain(element))
        {
            return new ImageObject(path, target, [], Types.Value(element, path));
        }

        var parts = element.IsValueType ? Types.Fields(element, path) : [];
        for (var index = 0; index < array.Length; index++)
        {
            var value = array.GetValue(index);
            var place = $"{path}[{index}]";
            if (element.IsValueType)
            {
                ReachThrough(place, value!, parts);
            }
            else
            {
                Reach(place, value);
            }
        }

        return new ImageObject(path, target, parts, null);
    }

    private void ReachThrough(string path, object holder, FieldLayout[] fields)
    {
        foreach (var field in fields)
        {
            var place = $"{path}.{field.Name}";
            if (field.Kind == FieldKind.Reference)
            {
                Reach(place, field.Field.GetValue(holder));
            }
            else if (field.Kind == FieldKind.Mixed)
            {
                ReachThrough(place, field.Field.GetValue(holder)!, field.Parts);
            }
        }
    }

    private void Reach(string path, object? target)
    {
        if (target is null || _numbers.ContainsKey(target))
        {
            return;
        }

        RefuseForeign(path, target);
        _numbers.Add(target, _numbers.Count);
        _waiting.Enqueue((path, target));
    }

    private static void RefuseForeign(string path, object target)
    {
        var type = target.GetType();
        if (target is Array { Rank: > 1 })
        {
            throw new ImageException(path, $"{type}: an image carries arrays of one dimension");
        }

        var own = target is Array || type.Namespace?.StartsWith("DexExtra", StringComparison.Ordinal) == true;
        if (!own || target is Delegate || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
        {
            throw new ImageException(path, $"{type}: an image carries the venue's own classes and arrays only");
        }
    }
}
