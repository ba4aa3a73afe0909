using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Ring.Tests;

/// <summary>Padding is a contract: a field moved by a refactoring would cost a cache line per event in
/// silence.</summary>
public sealed class LayoutTests
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public
        | BindingFlags.DeclaredOnly;

    [Fact]
    public void A_sequence_has_nothing_within_a_line_of_its_value()
    {
        Assert.Equal(new Dictionary<string, int> { ["_value"] = 120 }, DeclaredOffsets(typeof(Sequence)));
        Assert.Equal(248, DeclaredSize(typeof(Sequence)));
    }

    [Fact]
    public void The_runtime_places_the_value_of_a_sequence_where_it_is_declared()
    {
        var sequence = new Sequence(0x1122_3344_5566_7788);

        Assert.Equal(0x1122_3344_5566_7788, FieldAt<long>(sequence, 120));
    }

    [Fact]
    public void The_producers_fields_are_a_line_away_from_what_consumers_read()
    {
        var offsets = DeclaredOffsets(typeof(SingleProducerSequencer));

        Assert.Equal(
            new Dictionary<string, int>
            {
                ["_waitStrategy"] = 120,
                ["_cursor"] = 128,
                ["_gatingSequences"] = 136,
                ["_capacityWaiter"] = 144,
                ["_bufferSize"] = 152,
                ["_isBlocking"] = 156,
                ["_nextValue"] = 280,
                ["_gatingSequenceCache"] = 288,
            },
            offsets);
        Assert.True(offsets["_nextValue"] - offsets["_isBlocking"] >= Padding.Bytes);
        Assert.Equal(288 + 8 + Padding.Bytes, DeclaredSize(typeof(SingleProducerSequencer)));
    }

    [Fact]
    public void The_runtime_places_the_sequencers_fields_where_they_are_declared()
    {
        var sequencer = new SingleProducerSequencer(8, new BusySpinWaitStrategy());
        sequencer.Next(3);

        Assert.Equal(8, FieldAt<int>(sequencer, 152));
        Assert.Equal(2, FieldAt<long>(sequencer, 280));
    }

    [Fact]
    public void The_rings_fields_are_padded_on_both_sides()
    {
        var offsets = DeclaredOffsets(typeof(RingBuffer));

        Assert.Equal(
            new Dictionary<string, int> { ["_entries"] = 120, ["_sequencer"] = 128, ["_indexMask"] = 136 }, offsets);
        Assert.Equal(264, DeclaredSize(typeof(RingBuffer)));
        Assert.Empty(typeof(RingBuffer<>).GetFields(Fields));
    }

    private static Dictionary<string, int> DeclaredOffsets(Type type) =>
        type.GetFields(Fields).ToDictionary(
            field => field.Name, field => field.GetCustomAttribute<FieldOffsetAttribute>()!.Value);

    private static int DeclaredSize(Type type)
    {
        Assert.True(type.IsExplicitLayout);
        return type.StructLayoutAttribute!.Size;
    }

    private static TField FieldAt<TField>(object instance, int offset)
        where TField : struct =>
        Unsafe.ReadUnaligned<TField>(ref Unsafe.Add(ref Unsafe.As<RawObject>(instance).FirstByte, offset));

    /// <summary>Any object seen as its bytes after the method table.</summary>
    private sealed class RawObject
    {
        public byte FirstByte;
    }
}
