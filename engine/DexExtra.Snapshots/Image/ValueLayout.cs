using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text;

namespace DexExtra.Snapshots.Image;

/// <summary>
/// How a value without references lies in memory: its size, each field with its offset, and the holes between fields,
/// which hold nothing and are written as zeros. Offsets are asked of the running program, not declared.
/// Immutable, any thread.
/// </summary>
internal sealed class ValueLayout
{
    private const byte Ones = 0xFF;

    private readonly List<(int Offset, int Length)> _holes = [];

    private ValueLayout(Type type, string path)
    {
        SizeBytes = RuntimeHelpers.SizeOf(type.TypeHandle);
        var used = new byte[SizeBytes];
        var text = new StringBuilder();
        Describe(type, path, text, used);
        Text = text.ToString();
        FindHoles(used);
    }

    public int SizeBytes { get; }

    /// <summary>Names, offsets, sizes and types of all fields: equal text means equal meaning of the bytes.</summary>
    public string Text { get; }

    public bool HasHoles => _holes.Count > 0;

    /// <exception cref="ImageException">It holds a pointer, or a buffer whose length its type does not say.</exception>
    public static ValueLayout Of(Type type, string path) => new(type, path);

    /// <summary>Fields of a type in an order that no compiler decides.</summary>
    public static FieldInfo[] Fields(Type type)
    {
        const BindingFlags Own =
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var fields = type.GetFields(Own);
        Array.Sort(fields, (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return fields;
    }

    /// <summary>Zeroes what lies between the fields of each value.</summary>
    public void ClearHoles(Span<byte> values)
    {
        for (var start = 0; start < values.Length; start += SizeBytes)
        {
            foreach (var (offset, length) in _holes)
            {
                values.Slice(start + offset, length).Clear();
            }
        }
    }

    /// <summary>Appends the text of a type and marks the bytes that its fields occupy.</summary>
    private static void Describe(Type type, string path, StringBuilder text, Span<byte> used)
    {
        if (type.IsPointer || type.IsFunctionPointer || type == typeof(nint) || type == typeof(nuint))
        {
            throw new ImageException(path, $"{type} points to memory");
        }

        if (type.IsPrimitive || type.IsEnum)
        {
            text.Append(type.IsEnum ? $"{type}:{Enum.GetUnderlyingType(type).Name}" : type.Name);
            used.Fill(Ones);
            return;
        }

        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } inline)
        {
            DescribeElements(Fields(type)[0].FieldType, inline.Length, path, text, used);
            return;
        }

        text.Append('{');
        foreach (var field in Fields(type))
        {
            if (field.IsDefined(typeof(FixedBufferAttribute)))
            {
                throw new ImageException($"{path}.{field.Name}", "a fixed buffer: its type does not say its length");
            }

            var (offset, size) = (OffsetOf(type, field), RuntimeHelpers.SizeOf(field.FieldType.TypeHandle));
            text.Append(CultureInfo.InvariantCulture, $"{field.Name}@{offset}+{size} ");
            Describe(field.FieldType, $"{path}.{field.Name}", text, used.Slice(offset, size));
            text.Append(';');
        }

        text.Append('}');
    }

    private static void DescribeElements(Type element, int length, string path, StringBuilder text, Span<byte> used)
    {
        var size = RuntimeHelpers.SizeOf(element.TypeHandle);
        text.Append(CultureInfo.InvariantCulture, $"{length}*");
        Describe(element, path, text, used[..size]);
        for (var index = 1; index < length; index++)
        {
            used[..size].CopyTo(used[(index * size)..]);
        }
    }

    /// <summary>The offset as the compiler of machine code knows it: the field's address less its holder's.</summary>
    private static int OffsetOf(Type type, FieldInfo field)
    {
        var method = new DynamicMethod("offset", typeof(long), [], type.Module, skipVisibility: true);
        var code = method.GetILGenerator();
        var holder = code.DeclareLocal(type);
        code.Emit(OpCodes.Ldloca, holder);
        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Conv_U);
        code.Emit(OpCodes.Ldloca, holder);
        code.Emit(OpCodes.Conv_U);
        code.Emit(OpCodes.Sub);
        code.Emit(OpCodes.Conv_I8);
        code.Emit(OpCodes.Ret);
        return (int)method.CreateDelegate<Func<long>>()();
    }

    private void FindHoles(ReadOnlySpan<byte> used)
    {
        for (var at = 0; at < used.Length;)
        {
            var length = used[at..].IndexOfAnyExcept(used[at]);
            length = length < 0 ? used.Length - at : length;
            if (used[at] == 0)
            {
                _holes.Add((at, length));
            }

            at += length;
        }
    }
}
