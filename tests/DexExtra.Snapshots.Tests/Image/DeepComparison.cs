using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Snapshots.Tests.Image;

/// <summary>
/// Compares two object graphs field by field, without any code of the image: the first difference by path. Both must be
/// of the same shape: two fields lead to one object in one graph when they do in the other.
/// </summary>
internal sealed class DeepComparison
{
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly MethodInfo Question =
        typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!;

    private readonly Dictionary<object, object> _partners = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(string Path, object Left, object Right)> _waiting = [];
    private string? _difference;

    /// <summary>Values compared.</summary>
    public long Values { get; private set; }

    public static string? First(object left, object right, out long values)
    {
        var comparison = new DeepComparison();
        comparison.Compare("root", left, right);
        while (comparison._difference is null && comparison._waiting.TryDequeue(out var next))
        {
            comparison.Examine(next.Path, next.Left, next.Right);
        }

        values = comparison.Values;
        return comparison._difference;
    }

    private void Examine(string path, object left, object right)
    {
        if (left is not Array one)
        {
            CompareFields(path, left, right);
            return;
        }

        var other = (Array)right;
        if (one.Length != other.Length)
        {
            _difference ??= $"{path}: {one.Length} elements, {other.Length}";
            return;
        }

        if (HasEqualBytes(one, other))
        {
            Values += one.Length;
            return;
        }

        for (var index = 0; index < one.Length && _difference is null; index++)
        {
            Compare($"{path}[{index}]", one.GetValue(index), other.GetValue(index));
        }
    }

    /// <summary>True for arrays of values without references whose memory is the same, holes and all.</summary>
    private static bool HasEqualBytes(Array left, Array right)
    {
        var element = left.GetType().GetElementType()!;
        if (!element.IsValueType || (bool)Question.MakeGenericMethod(element).Invoke(null, null)!)
        {
            return false;
        }

        var bytes = left.Length * RuntimeHelpers.SizeOf(element.TypeHandle);
        var one = MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(left), bytes);
        return one.SequenceEqual(
            MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(right), bytes));
    }

    private void CompareFields(string path, object left, object right)
    {
        for (var type = left.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(Own))
            {
                Compare($"{path}.{field.Name}", field.GetValue(left), field.GetValue(right));
            }
        }
    }

    private void Compare(string path, object? left, object? right)
    {
        Values++;
        if (left is null || right is null || left.GetType() != right.GetType())
        {
            _difference ??= left is null && right is null ? null : $"{path}: {left ?? "null"}, {right ?? "null"}";
        }
        else if (left.GetType().IsPrimitive || left is Enum || left is string)
        {
            _difference ??= left.Equals(right) ? null : $"{path}: {left}, {right}";
        }
        else if (left is ValueType)
        {
            CompareFields(path, left, right);
        }
        else if (!_partners.TryGetValue(left, out var partner))
        {
            _partners.Add(left, right);
            _waiting.Enqueue((path, left, right));
        }
        else
        {
            _difference ??= ReferenceEquals(partner, right) ? null : $"{path}: leads to another object";
        }
    }
}
