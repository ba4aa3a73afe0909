using System.Runtime.CompilerServices;
using DexExtra.Snapshots.Image;

namespace DexExtra.Snapshots.Tests.Image;

/// <summary>
/// What an image cannot carry is refused by its path when the image is taken: a field of such a kind in the engine
/// fails every test of this project.
/// </summary>
public sealed class UnsupportedTests
{
    [Fact]
    public void Collections_that_grow_are_refused() =>
        AssertRefused(new Holder<Dictionary<int, int>> { Value = [] }, "root.Value: System.Collections.Generic.Dict");

    [Fact]
    public void Lists_are_refused() => AssertRefused(new Holder<List<int>> { Value = [] }, "root.Value: System.Collections");

    [Fact]
    public void Delegates_are_refused() => AssertRefused(new Holder<Action> { Value = () => { } }, "root.Value: System.Action");

    [Fact]
    public void Text_is_refused() => AssertRefused(new Holder<string> { Value = "text" }, "root.Value: System.String");

    [Fact]
    public void Boxed_values_are_refused() => AssertRefused(new Holder<object> { Value = 7 }, "root.Value: System.Int32");

    [Fact]
    public void Arrays_of_two_dimensions_are_refused() =>
        AssertRefused(new Holder<int[,]> { Value = new int[1, 1] }, "root.Value: System.Int32[,]");

    [Fact]
    public unsafe void Pointers_are_refused() => AssertRefused(
        new Holder<Pointing[]> { Value = [new Pointing { Place = null }] }, "root.Value.Place: ");

    [Fact]
    public void Buffers_whose_length_is_not_in_their_type() =>
        AssertRefused(new Holder<Buffered[]> { Value = [default] }, "root.Value.Room: a fixed buffer");

    [Fact]
    public void Deep_inside_arrays_of_objects() => AssertRefused(
        new Holder<Holder<Holder<string>>[]> { Value = [new(), new() { Value = new() { Value = "x" } }] },
        "root.Value[1].Value.Value: System.String");

    [Fact]
    public void A_reference_that_moves_to_an_object_made_later()
    {
        var root = new Holder<Holder<int[]>> { Value = new() { Value = new int[3] } };
        var image = EngineImage.Of("root", root);
        root.Value.Value = new int[3];
        var error = Assert.Throws<ImageException>(() => image.Write(new MemorySink()));
        Assert.Equal("root.Value.Value: System.Int32[] was not there when the engine was made", error.Message);
    }

    [Fact]
    public void A_reference_that_moves_between_the_objects_of_the_graph_is_carried()
    {
        var (left, right) = (Pair(), Pair());
        var (from, to) = (EngineImage.Of("root", left), EngineImage.Of("root", right));
        left.Chosen = left.Second;
        left.Second.Value![0] = 4;
        left = Copied(from, to, left, right);
        Assert.Same(right.Second, right.Chosen);
        left.Chosen = null;
        Copied(from, to, left, right);
        Assert.Null(right.Chosen);
    }

    [Fact]
    public void Holes_between_fields_do_not_enter_an_image()
    {
        var (left, right) = (new Holder<Holey[]>(), new Holder<Holey[]>());
        (left.Value, right.Value) = (new Holey[2], new Holey[2]);
        RawBox.Bytes(left.Value, 0, 2, Unsafe.SizeOf<Holey>()).Fill(0xEE);
        (left.Value[0].Small, left.Value[0].Large, left.Value[1].Small, left.Value[1].Large) = (1, 2, 3, 4);
        (right.Value[0].Small, right.Value[0].Large, right.Value[1].Small, right.Value[1].Large) = (1, 2, 3, 4);
        Assert.Equal(Bytes(EngineImage.Of("root", right)), Bytes(EngineImage.Of("root", left)));
    }

    private static Two Pair() => new(new() { Value = new int[2] }, new() { Value = new int[2] });

    private static Two Copied(EngineImage from, EngineImage to, Two left, Two right)
    {
        to.Read(new MemorySource(Bytes(from)));
        Assert.Null(DeepComparison.First(left, right, out _));
        return left;
    }

    private static byte[] Bytes(EngineImage image)
    {
        var sink = new MemorySink();
        image.Write(sink);
        return sink.ToArray();
    }

    private static void AssertRefused(object root, string beginning)
    {
        var error = Assert.Throws<ImageException>(() => EngineImage.Of("root", root));
        Assert.StartsWith(beginning, error.Message, StringComparison.Ordinal);
    }

    private struct Holey
    {
        public byte Small;
        public long Large;
    }

    private unsafe struct Pointing
    {
        public int* Place;
    }

    private unsafe struct Buffered
    {
        public fixed int Room[4];
    }

    private sealed class Holder<T>
    {
        public T? Value;
    }

    private sealed class Two(Holder<int[]> first, Holder<int[]> second)
    {
        public Holder<int[]> Second { get; } = second;

        public Holder<int[]>? Chosen { get; set; } = first;
    }
}
