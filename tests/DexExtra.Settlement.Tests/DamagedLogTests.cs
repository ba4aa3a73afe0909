using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// After a power loss the event log may be torn until the engine has written it again: settlement waits for that, says
/// so, tells nobody anything meanwhile, and then goes on.
/// </summary>
public sealed class DamagedLogTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    [Trait("rule", "P6")]
    public async Task A_damaged_event_log_is_waited_out_and_everything_settles_once()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        venue.Trade(1);
        var segment = Directory.GetFiles(venue.Venue.EventsFolder, "*.events").Single();
        var place = LastByte(segment);
        Turn(segment, place);

        using var agent = venue.OpenAgent();
        for (var turn = 0; turn < 3; turn++)
        {
            agent.Agent.PollLog(agent.NowMs);
            Assert.False(agent.Agent.IsLogWhole);
            var health = agent.Agent.Status.ToHealth();
            Assert.False(health.Ready);
            Assert.Contains(segment, (string)health.Fields["problem"]!, StringComparison.Ordinal);
        }

        var (seen, done) = agent.Agent.Cursor;
        Assert.True(done <= seen && seen == agent.Book.Sequence);
        Turn(segment, place); // what the engine's start does
        agent.Agent.PollLog(agent.NowMs);
        Assert.True(agent.Agent.IsLogWhole);
        Assert.Null(agent.Agent.Status.LogDamage);
        await agent.SettleAllAsync();
        await venue.AssertAgreementAsync();
        Assert.Equal((agent.Book.Sequence, agent.Book.Sequence), agent.Agent.Cursor);
    }

    [Fact]
    public async Task The_cursor_stays_below_the_oldest_match_that_is_not_settled_for_good()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        using var agent = venue.OpenAgent();
        agent.Agent.PollLog(agent.NowMs);
        var before = agent.Book.Sequence;
        Assert.Equal((before, before), agent.Agent.Cursor);
        venue.Trade(2);
        agent.Agent.PollLog(agent.NowMs);
        var (seen, done) = agent.Agent.Cursor;
        Assert.Equal(agent.Book.Sequence, seen);
        Assert.Equal(agent.Book.Matches.Find(agent.Book.Matches.First)!.Sequence - 1, done);
        Assert.InRange(done, before, seen - 2);
    }

    private static long LastByte(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return Array.FindLastIndex(bytes, value => value != 0);
    }

    private static void Turn(string path, long place)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = place;
        var value = file.ReadByte();
        file.Position = place;
        file.WriteByte((byte)(value ^ 1));
    }
}
