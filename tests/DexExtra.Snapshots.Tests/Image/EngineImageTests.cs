using DexExtra.Messages;
using DexExtra.Snapshots.Image;

namespace DexExtra.Snapshots.Tests.Image;

/// <summary>An image is everything: an engine filled from it cannot be told from the one it was taken from.</summary>
public sealed class EngineImageTests
{
    private const int Seed = 20_261;
    private const int Before = 900;
    private const int After = 600;

    public static TheoryData<string> Streams => [.. StreamCommands.Names];

    [Theory]
    [MemberData(nameof(Streams))]
    [Trait("rule", "JRN-16")]
    public void An_engine_filled_from_an_image_is_the_same_in_every_field_and_goes_on_with_the_same_bytes(string name)
    {
        var stream = StreamCommands.Make(name, Seed, Before + After);
        var original = EngineSnapshot.Fresh(stream.Options with { HashSeed = 0xDEAD_BEEF });
        var copy = EngineSnapshot.Fresh(stream.Options with { HashSeed = 0xDEAD_BEEF });
        Apply(original.Engine, stream.Commands.Take(Before));

        Copy(original.Image, copy.Image);

        Assert.Null(DeepComparison.First(original.Engine, copy.Engine, out var values));
        Assert.True(values > 10_000, $"{values} values compared");
        Assert.Equal(original.Engine.StateHash(), copy.Engine.StateHash());
        Assert.Equal(
            Apply(original.Engine, stream.Commands.Skip(Before)), Apply(copy.Engine, stream.Commands.Skip(Before)));
        Assert.Equal(original.Engine.StateHash(), copy.Engine.StateHash());
        Assert.Null(DeepComparison.First(original.Engine, copy.Engine, out _));
        copy.Engine.Audit();
    }

    [Fact]
    public void The_same_state_gives_the_same_bytes_by_whichever_way_it_came_about()
    {
        var stream = StreamCommands.Make("money mixed", Seed, Before + After);
        var straight = EngineSnapshot.Fresh(stream.Options);
        Apply(straight.Engine, stream.Commands);
        var first = EngineSnapshot.Fresh(stream.Options);
        Apply(first.Engine, stream.Commands.Take(Before));
        var second = EngineSnapshot.Fresh(stream.Options);
        Copy(first.Image, second.Image);
        Apply(second.Engine, stream.Commands.Skip(Before));

        Assert.Equal(Bytes(straight.Image), Bytes(second.Image));
    }

    [Fact]
    public void Two_engines_of_the_same_options_have_the_same_layout()
    {
        var options = SmallEngine.Options;
        Assert.Equal(EngineSnapshot.Fresh(options).Image.Layout, EngineSnapshot.Fresh(options).Image.Layout);
    }

    [Fact]
    public void Another_capacity_is_the_first_difference_of_the_layouts()
    {
        var theirs = EngineSnapshot.Fresh(SmallEngine.Options).Image.Layout;
        var ours = EngineSnapshot.Fresh(SmallEngine.Options with { MaxAccounts = 17 }).Image.Layout;
        Assert.Matches(
            @"^'engine\._state\.Accounts\._accounts DexExtra.*\[16\]' there, '.*\[17\]' here$",
            EngineImage.Difference(theirs, ours));
    }

    [Theory]
    [InlineData(true, 0, "engine._state.Markets._isNetted: 'False' in the image, 'True' in this engine")]
    [InlineData(false, 7, "engine._state.Options.HashSeed: '0' in the image, '7' in this engine")]
    public void Another_option_is_refused_by_its_name(bool netted, int seed, string expected)
    {
        var theirs = EngineSnapshot.Fresh(SmallEngine.Options);
        var ours = EngineSnapshot.Fresh(
            SmallEngine.Options with { NettedSettlement = netted, HashSeed = (ulong)seed });
        Assert.Equal(expected, Assert.Throws<ImageException>(() => Copy(theirs.Image, ours.Image)).Message);
    }

    [Fact]
    public void The_engine_keeps_nothing_in_static_fields_that_change()
    {
        var mutable = new[] { typeof(Engine.Engine).Assembly, typeof(CommandHeader).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetFields(
                System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic
                | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.DeclaredOnly))
            .Where(field => !field.IsLiteral && !field.IsInitOnly && !typeof(Delegate).IsAssignableFrom(field.FieldType))
            .Select(field => $"{field.DeclaringType}.{field.Name}");
        Assert.Empty(mutable);
    }

    internal static void Copy(EngineImage from, EngineImage to)
    {
        var bytes = Bytes(from);
        var source = new MemorySource(bytes);
        to.Read(source);
        Assert.Equal(bytes.Length, source.Position);
    }

    private static byte[] Bytes(EngineImage image)
    {
        var sink = new MemorySink();
        image.Write(sink);
        return sink.ToArray();
    }

    private static List<byte[]> Apply(Engine.Engine engine, IEnumerable<byte[]> commands)
    {
        List<byte[]> frames = [];
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        foreach (var command in commands)
        {
            engine.Apply(command, ref sink);
            frames.Add(sink.Frame.ToArray());
        }

        return frames;
    }
}
