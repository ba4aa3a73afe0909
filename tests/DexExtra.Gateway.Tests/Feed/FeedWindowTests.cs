using System.Text;
using DexExtra.Gateway.Feed;

namespace DexExtra.Gateway.Tests.Feed;

// D2: what a client that comes back gets, and when it gets a snapshot instead
[Trait("rule", "D2")]
public sealed class FeedWindowTests
{
    private readonly FeedWindow _window = new();

    [Fact]
    public void What_followed_on_a_message_is_known_and_nothing_else()
    {
        _window.Begin(10);
        Add(10, 12);
        Add(12, 15);
        Add(15, 16);

        Assert.Equal(["12", "15", "16"], Missed(10, newest: 16));
        Assert.Equal(["15", "16"], Missed(12, newest: 16));
        Assert.Equal([], Missed(16, newest: 16));
        Assert.Null(Missed(9, newest: 16));
        Assert.Null(Missed(17, newest: 16));
    }

    // a delta cannot be cut, and one that is not there cannot be skipped
    [Fact]
    public void Deltas_are_only_continued_where_one_of_them_ends()
    {
        _window.Begin(10);
        Add(10, 12);

        Assert.Null(Missed(11, newest: 12));
        Assert.Null(Missed(12, newest: 13));
        Assert.Equal(["12"], Missed(11, newest: 12, isContiguous: false));
        Assert.Equal([], Missed(12, newest: 13, isContiguous: false));
    }

    [Fact]
    public void Nothing_is_known_before_it_began_and_after_it_was_cleared()
    {
        Assert.Null(Missed(0, newest: 0));
        _window.Begin(5);
        Assert.Equal([], Missed(5, newest: 5));
        Add(5, 6);
        _window.Begin(6);
        Assert.Equal(["6"], Missed(5, newest: 6));
        _window.Clear();
        Assert.Null(Missed(5, newest: 6));
        _window.Begin(7);
        Assert.Null(Missed(6, newest: 7));
        Assert.Equal([], Missed(7, newest: 7));
    }

    [Fact]
    public void The_oldest_messages_fall_out_by_number()
    {
        _window.Begin(0);
        const ulong Kept = GatewayLimits.FeedWindowMessages;
        for (ulong sequence = 1; sequence <= Kept + 1; sequence++)
        {
            Add(sequence - 1, sequence);
        }

        Assert.Null(Missed(0, newest: Kept + 1));
        Assert.Null(Missed(0, newest: Kept + 1, isContiguous: false));
        Assert.Equal((int)Kept, Missed(1, newest: Kept + 1)!.Count);
    }

    [Fact]
    public void The_oldest_messages_fall_out_by_size()
    {
        _window.Begin(0);
        var third = new string('x', (GatewayLimits.FeedWindowBytes / 3) - 1);
        for (ulong sequence = 1; sequence <= 4; sequence++)
        {
            Add(sequence - 1, sequence, third);
        }

        Assert.Null(Missed(0, newest: 4));
        Assert.Equal(3, Missed(1, newest: 4)!.Count);
    }

    private void Add(ulong previous, ulong sequence, string? text = null) => _window.Add(FeedMessage.Of(
        Encoding.ASCII.GetBytes(text ?? sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        sequence,
        previous));

    private List<string>? Missed(ulong after, ulong newest, bool isContiguous = true) =>
        _window.TryReplay(after, newest, isContiguous, out var missed)
            ? [.. missed.Select(message => Encoding.ASCII.GetString(message.Json))]
            : null;
}
