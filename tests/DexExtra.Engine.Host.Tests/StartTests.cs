namespace DexExtra.Engine.Host.Tests;

/// <summary>OPS-05, P11: a start that cannot be right ends in one line and a stated exit code.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("{", "venue.json")]
    [InlineData("{}", "section \"venue\" is missing")]
    [InlineData("""{"venue":{"name":"t","dataFolder":"/d","runFolder":"/r"}}""", "section \"engine\" is missing")]
    [InlineData("""{"venue":{"name":"t","dataFolder":"d","runFolder":"/r"},"engine":{"healthPort":1}}""", "dataFolder")]
    [InlineData("""{"venue":{"name":"t","dataFolder":"/d","runFolder":"/r"},"engine":{}}""", "healthPort")]
    [InlineData(
        """{"venue":{"name":"t","dataFolder":"/d","runFolder":"/r"},"engine":{"healthPort":0}}""",
        "healthPort must be 1")]
    [InlineData("""{"venue":{"name":"t","dataFolder":"/d","runFolder":"/r"},"engine":{"healthPort":1,"x":1}}""", "'x'")]
    [InlineData(
        """{"venue":{"name":"t","dataFolder":"/d","runFolder":"/r"},"engine":{"healthPort":1,"ringSlots":100}}""",
        "ringSlots must be a power of two")]
    [InlineData(
        """{"venue":{"name":"t","dataFolder":"/d","runFolder":"/r"},"engine":{"healthPort":1,"nettedSettlement":1}}""",
        "nettedSettlement")]
    public async Task A_wrong_configuration_is_one_line_and_exit_78(string config, string expected)
    {
        using var engine = new EngineUnderTest();
        engine.WriteRawConfig(config);
        engine.Launch();
        var (exitCode, log) = await engine.ExitAsync();
        Assert.Equal(78, exitCode);
        Assert.Contains(expected, log, StringComparison.Ordinal);
        Assert.Single(log.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_journal_that_ends_before_the_event_log_refuses_to_start()
    {
        using var engine = new EngineUnderTest();
        await engine.StartAsync();
        using (var producer = new CommandProducer(engine, 1))
        using (var tally = new EventTally(engine.EventsFolder))
        {
            producer.ListAsset();
            producer.Deposit(1);
            await tally.WaitForDepositsAsync(1);
        }

        await engine.StopAsync();
        Directory.Delete(Path.Combine(engine.DataFolder, "journal"), recursive: true);
        engine.Launch();
        var (exitCode, log) = await engine.ExitAsync();
        Assert.Equal(74, exitCode);
        Assert.Contains("recovery refused", log, StringComparison.Ordinal);
    }
}
