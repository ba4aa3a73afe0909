using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Messages.Tests;

/// <summary>The bytes of every message are a contract: declared size, no hidden holes, nothing managed.</summary>
public sealed class LayoutTests
{
    public static TheoryData<Type> Layouts =>
    [
        .. typeof(CommandHeader).Assembly.GetTypes()
            .Where(type => type.GetField("SizeBytes", BindingFlags.Public | BindingFlags.Static) is not null),
    ];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Size_is_the_declared_size(Type type)
    {
        var declared = (int)type.GetField("SizeBytes")!.GetRawConstantValue()!;
        Assert.Equal(declared, SizeOf(type));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void No_byte_is_outside_a_field(Type type) => Assert.Equal(SizeOf(type), FieldBytes(type));

    [Fact]
    public void Every_message_is_a_multiple_of_eight_bytes()
    {
        var odd = Enum.GetValues<CommandType>().Where(type => CommandCodec.LengthOf(type) % 8 != 0);
        Assert.Empty(odd);
        Assert.All(Enum.GetNames<EventType>(), name =>
        {
            var body = typeof(Traded).Assembly.GetType($"DexExtra.Messages.{name}") ?? typeof(SettlementUpdate);
            Assert.Equal(0, SizeOf(body) % 8);
        });
    }

    [Fact]
    public void Every_command_fits_a_ring_slot() =>
        Assert.All(Enum.GetValues<CommandType>(), type =>
            Assert.InRange(CommandCodec.LengthOf(type), CommandHeader.SizeBytes, Limits.MaxCommandBytes));

    [Fact]
    public void Fields_that_other_languages_read_stand_where_the_documents_say()
    {
        Assert.Equal(8, Marshal.OffsetOf<CommandHeader>(nameof(CommandHeader.Sequence)));
        Assert.Equal(40, Marshal.OffsetOf<CommandHeader>(nameof(CommandHeader.CorrelationId)));
        Assert.Equal(0, Marshal.OffsetOf<EventFrameHeader>(nameof(EventFrameHeader.Sequence)));
        Assert.Equal(44, Marshal.OffsetOf<EventFrameHeader>(nameof(EventFrameHeader.EventCount)));
    }

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static int FieldBytes(Type type)
    {
        if (type.IsEnum || type.IsPrimitive || type == typeof(Int128) || type == typeof(UInt128))
        {
            return SizeOf(type);
        }

        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } array)
        {
            var element = type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Single();
            return array.Length * FieldBytes(element.FieldType);
        }

        return type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Sum(field => FieldBytes(field.FieldType));
    }
}
