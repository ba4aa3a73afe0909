using DexExtra.Gateway.Tests.Support;
using DexExtra.Hosting;
using DexExtra.Journal.EventLog;

namespace DexExtra.Gateway.Tests.Follow;

/// <summary>
/// P11, on a venue of its own: a torn end of the event log is the engine's to mend and is waited for; what stays
/// damaged while the engine publishes ends the gateway with one line.
/// </summary>
public sealed class DamagedLogTests
{
    private const int RecordHeaderBytes = 16;

    [Fact]
    [Trait("rule", "P11")]
    public async Task A_torn_end_is_waited_for_until_the_engine_has_written_it_again()
    {
        await using var venue = new Venue();
        await venue.InitializeAsync();
        var market = await venue.CreateMarketAsync();
        venue.KillEngine();
        var (file, offset, sequence) = Records(venue)[^1];
        Turn(file, offset);

        await using var gateway = await venue.StartUnreadyGatewayAsync();
        var waiting = await gateway.Rest.GetAsync("/health");
        while (waiting.At("problem") is null && !gateway.Failed.IsCompleted)
        {
            waiting = await gateway.Rest.GetAsync("/health");
        }

        Assert.Equal(503, waiting.Status);
        Assert.Equal(
            $"event log: {file} offset {offset} sequence {sequence}: record checksum mismatch", waiting.At("problem"));
        Assert.Equal($"{sequence - 1}", waiting.At("sequence"));
        Assert.False(gateway.Failed.IsCompleted);

        await venue.StartEngineAsync();
        await gateway.Rest.WaitUntilReadyAsync();
        var trader = await venue.CreateTraderAsync();
        var order = await gateway.Rest.PlaceAsync(trader, trader.Buy(market, 4_000, 1), clientOrderId: 1);
        Assert.Equal((201, "NEW"), (order.Status, order.At("order.status")));
    }

    [Fact]
    [Trait("rule", "P11")]
    public async Task What_stays_damaged_while_the_engine_publishes_ends_the_gateway_with_one_line()
    {
        await using var venue = new Venue();
        await venue.InitializeAsync();
        await venue.CreateMarketAsync();
        var (file, offset, sequence) = Records(venue)[1];
        Turn(file, offset);

        await using var gateway = await venue.StartUnreadyGatewayAsync();
        var error = await Assert.ThrowsAsync<FatalException>(() => gateway.Failed);

        Assert.Equal(ExitCodes.Storage, error.ExitCode);
        Assert.Equal(
            $"event log: {file} offset {offset} sequence {sequence}: record checksum mismatch; the engine publishes "
            + "behind it: see \"The event log is damaged\" in docs/RUNBOOK.md",
            error.Message);
        Assert.False(venue.Gateway.Failed.IsCompleted); // had read it before
        Assert.Equal(200, (await venue.Gateway.Rest.GetAsync("/health")).Status);
    }

    /// <summary>Where each record begins, of a log of one segment.</summary>
    private static List<(string File, long Offset, long Sequence)> Records(Venue venue)
    {
        const int headerBytes = 64;
        var file = Assert.Single(Directory.GetFiles(venue.Section.EventsFolder, "*.events"));
        List<(string, long, long)> records = [];
        using var reader = EventLogReader.Open(venue.Section.EventsFolder, 0);
        for (long offset = headerBytes; reader.TryRead(out var sequence, out var payload);)
        {
            records.Add((file, offset, sequence));
            offset += (RecordHeaderBytes + payload.Length + 7) / 8 * 8;
        }

        return records;
    }

    /// <summary>A bit of the record's payload.</summary>
    private static void Turn(string path, long offset)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = offset + RecordHeaderBytes;
        var value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 1));
    }
}
