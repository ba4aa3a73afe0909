using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Protocol.Tests;

/// <summary>
/// The published schema and page say exactly what the code does: a client can be written from them alone.
/// </summary>
public sealed class SchemaTests
{
    private const int Seed = 11;

    private static readonly Lazy<string[]> Page = new(() =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "published", "order-entry.md")));

    [Fact]
    public void Header_values_are_the_schemas()
    {
        var root = Schema.Published.Root;
        Assert.Equal(Frame.SchemaId.ToString(CultureInfo.InvariantCulture), root.Attribute("id")!.Value);
        Assert.Equal(Frame.SchemaVersion.ToString(CultureInfo.InvariantCulture), root.Attribute("version")!.Value);
        Assert.Equal("littleEndian", root.Attribute("byteOrder")!.Value);
    }

    [Fact]
    public void Every_template_has_a_message_in_the_schema_and_the_other_way_round()
    {
        var templates = Enum.GetValues<Template>().Where(template => template != Template.None)
            .Select(template => (template.ToString(), (int)template, Templates.BlockLengthOf(template)));
        var published = Schema.Published.Messages.Select(message => (message.Name, message.Id, message.BlockLength));
        Assert.Equal(templates, published);
    }

    [Fact]
    public void Every_field_is_where_the_schema_says()
    {
        foreach (var message in Schema.Published.Messages)
        {
            AssertFields(WireBodies.Of((Template)message.Id), message.BlockLength, message.Fields);
            foreach (var group in message.Groups)
            {
                AssertFields(WireBodies.EntryOf((Template)message.Id), group.EntryLength, group.Fields);
            }
        }
    }

    [Fact]
    public void Every_group_is_the_schemas()
    {
        foreach (var message in Schema.Published.Messages)
        {
            var entryLength = message.Groups.SingleOrDefault()?.EntryLength ?? 0;
            Assert.Equal(entryLength, Templates.EntryLengthOf((Template)message.Id));
        }

        Assert.Equal(2, Schema.Published.Messages.Count(message => message.Groups.Count == 1));
    }

    [Fact]
    public void Every_byte_between_fields_of_a_clients_message_must_be_zero()
    {
        Template[] clients =
        [
            Template.Negotiate, Template.Establish, Template.Sequence, Template.RetransmitRequest, Template.Terminate,
            Template.NewOrderSingle, Template.OrderCancelRequest, Template.NewOrderListRequest,
            Template.OrderAmendRequest, Template.OrderReplaceRequest, Template.MassCancelRequest,
            Template.UnlockRequest, Template.MassQuoteRequest, Template.QuoteProtectionRequest,
        ];
        foreach (var message in Schema.Published.Messages.Where(m => clients.Contains((Template)m.Id)))
        {
            var template = (Template)message.Id;
            var entries = Templates.MaxEntriesOf(template) * Templates.EntryLengthOf(template);
            AssertReserved(message.BlockLength, message.Fields, body => entries == 0
                ? WireBodies.Frame(template, body)
                : WireBodies.Frame(template, body, new byte[entries]));
        }
    }

    [Fact]
    public void Every_byte_between_fields_of_every_entry_must_be_zero()
    {
        foreach (var message in Schema.Published.Messages.Where(m => m.Groups.Count == 1))
        {
            var group = message.Groups[0];
            var template = (Template)message.Id;
            for (var entry = 0; entry < Templates.MaxEntriesOf(template); entry++)
            {
                var before = new byte[entry * group.EntryLength];
                AssertReserved(group.EntryLength, group.Fields, bytes =>
                    WireBodies.Frame(template, new byte[message.BlockLength], [.. before, .. bytes]));
            }
        }
    }

    [Fact]
    public void Every_enum_has_the_codes_values()
    {
        Type[] known =
        [
            .. typeof(Frame).Assembly.GetTypes().Concat(typeof(Side).Assembly.GetTypes()).Where(type => type.IsEnum),
        ];
        foreach (var (name, bytes, values) in Schema.Published.Enums)
        {
            var type = known.Single(candidate => candidate.Name == name);
            var ours = Enum.GetValues(type).Cast<object>().ToDictionary(
                value => value.ToString()!, value => Convert.ToInt32(value, CultureInfo.InvariantCulture));
            ours.Remove("None");
            Assert.Equal(ours.OrderBy(pair => pair.Value), values.OrderBy(pair => pair.Value));
            Assert.Equal(bytes, System.Runtime.InteropServices.Marshal.SizeOf(Enum.GetUnderlyingType(type)));
        }
    }

    [Fact]
    public void The_page_has_a_row_for_every_field()
    {
        foreach (var message in Schema.Published.Messages)
        {
            var heading = $"### {message.Name} ({message.Id}), {message.BlockLength} bytes";
            var section = Rows(heading);
            var rows = section.Skip(1).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => (cells[1], cells[2], cells[3], cells[5]));
            Assert.Equal(message.Fields.Select(PageRow), rows);
        }
    }

    [Fact]
    public void The_page_has_a_row_for_every_field_of_a_group()
    {
        foreach (var group in Schema.Published.Messages.SelectMany(message => message.Groups))
        {
            var rows = Rows($"#### {group.Name}, {group.EntryLength} bytes each").Skip(1)
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => (cells[1], cells[2], cells[3], cells[5]));
            Assert.Equal(group.Fields.Select(PageRow), rows);
        }
    }

    [Fact]
    public void The_page_lists_every_flag()
    {
        foreach (var type in new[] { typeof(OrderFlags), typeof(AmendFields), typeof(MassCancelFilters), typeof(TradeFlags) })
        {
            var bytes = System.Runtime.InteropServices.Marshal.SizeOf(Enum.GetUnderlyingType(type));
            var rows = Rows($"### {type.Name} (uint{8 * bytes})").Skip(1)
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => (cells[1], cells[2].Replace("_", string.Empty, StringComparison.Ordinal)));
            var ours = Enum.GetValues(type).Cast<object>()
                .Select(value => (
                    Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
                    value.ToString()!.ToUpperInvariant()))
                .Where(row => row.Item1 != "0");
            Assert.Equal(ours, rows);
        }
    }

    [Fact]
    public void The_page_has_a_row_for_every_enum_value()
    {
        foreach (var (name, bytes, values) in Schema.Published.Enums)
        {
            var section = Rows($"### {name} (uint{8 * bytes})");
            var rows = section.Skip(1).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => (cells[1], cells[2].Replace("_", string.Empty, StringComparison.Ordinal)));
            Assert.Equal(
                values.Select(pair =>
                    (pair.Value.ToString(CultureInfo.InvariantCulture), pair.Key.ToUpperInvariant())),
                rows);
        }
    }

    [Fact]
    public void The_pages_example_frames_are_what_is_sent()
    {
        Assert.Equal(Examples.All.Select(frame => Convert.ToHexStringLower(frame)), ExampleBlocks());
    }

    private static (string Name, string Type, string Offset, string Null) PageRow(SchemaField field) =>
        (field.Name, field.Type, field.Offset.ToString(CultureInfo.InvariantCulture), NullText(field));

    private static void AssertFields(Type type, int length, IReadOnlyList<SchemaField> fields)
    {
        var random = new Random(Seed);
        var body = new byte[length];
        foreach (var field in fields)
        {
            random.NextBytes(body.AsSpan(field.Offset, field.Bytes));
        }

        var expected = fields.Select(f => (f.Name, Convert.ToHexString(body, f.Offset, f.Bytes)));
        var actual = WireBodies.Fields(type, body).Select(field => (field.Name, Convert.ToHexString(field.Bytes)));
        Assert.Equal(expected.Order(), actual.Order());
    }

    /// <summary>One bit in each byte in turn: fine in a field, refused between them.</summary>
    private static void AssertReserved(int length, IReadOnlyList<SchemaField> fields, Func<byte[], byte[]> frameOf)
    {
        var random = new Random(Seed);
        var used = fields.SelectMany(field => Enumerable.Range(field.Offset, field.Bytes)).ToHashSet();
        for (var offset = 0; offset < length; offset++)
        {
            var body = new byte[length];
            body[offset] = (byte)(1 << random.Next(8));
            var verdict = Frame.Decode(frameOf(body), out _);
            Assert.Equal(used.Contains(offset) ? DecodeResult.Ok : DecodeResult.ReservedNotZero, verdict);
        }
    }

    /// <summary>The table lines under a heading, the table's own heading included.</summary>
    private static IEnumerable<string> Rows(string heading) =>
        Page.Value.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith('#'))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal));

    private static IEnumerable<string> ExampleBlocks()
    {
        var lines = Page.Value.SkipWhile(line => line != "## Worked example").ToArray();
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index] == "```hex")
            {
                var block = lines.Skip(index + 1).TakeWhile(line => line != "```");
                yield return string.Concat(block.Select(line => line.Split('|')[0].Trim()));
            }
        }
    }

    private static string NullText(SchemaField field) => field.Null switch
    {
        null => "–",
        "smallest" => "−2^127",
        "-9223372036854775808" => "−2^63",
        var text => text,
    };
}
