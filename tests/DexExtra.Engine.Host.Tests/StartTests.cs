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
        """{"venue":{"name":"t","dataFolder":"/d","runFolder":"/r"},"engine":{"healthPort":1,"journalSegmentMiB":0}}""",
        "journalSegmentMiB must be 1")]
    [InlineData(
        """{"venue":{"name":"t","dataFolder":"/d","runFolder":"/r"},"engine":{"healthPort":1,"eventSegmentMiB":15}}""",
        "eventSegmentMiB must be 33")]
    [InlineData(
        """{"venue":{"name":"t","dataFolder":"/d","runFolder":"/r"},"engine":{"healthPort":1,"nettedSettlement":1}}""",
        "nettedSettlement")]
    [InlineData(
        """{"venue":{"name":"t","dataFolder":"/d","runFolder":"/r"},"engine":{"healthPort":1,"timeEvery":3}}""",
        "timeEvery must be a power of two")]
    [InlineData(
        """
        {"venue":{"name":"t","dataFolder":"/d","runFolder":"/r"},
        "engine":{"healthPort":1,"realTimePriority":5,"waitMode":"BusySpin"}}
        """,
        "realTimePriority needs stages that sleep")]
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

    [Fact]
    public async Task A_log_is_replayed_with_the_options_that_it_was_begun_with_or_not_at_all()
    {
        using var engine = new EngineUnderTest();
        await engine.StartAsync();
        await WriteDepositAsync(engine);
        await engine.StopAsync();
        var file = Path.Combine(engine.DataFolder, "journal", "engine.options");
        Assert.Contains("NettedSettlement = False\n", await File.ReadAllTextAsync(file), StringComparison.Ordinal);

        engine.WriteConfig(new { healthPort = engine.Port, tickIntervalMs = 50, nettedSettlement = true });
        engine.Launch();
        var (exitCode, log) = await engine.ExitAsync();
        Assert.Equal(78, exitCode);
        Assert.EndsWith(
            $"engine options: NettedSettlement is True, but the log was begun with False ({file})", log.Trim(),
            StringComparison.Ordinal);

        engine.WriteConfig(new { healthPort = engine.Port, tickIntervalMs = 50 });
        await engine.StartAsync();
        await engine.StopAsync();
    }

    [Fact]
    public async Task Options_that_are_damaged_refuse_the_start_and_a_log_without_them_takes_those_it_is_started_with()
    {
        using var engine = new EngineUnderTest();
        await engine.StartAsync();
        await WriteDepositAsync(engine);
        await engine.StopAsync();
        var file = Path.Combine(engine.DataFolder, "journal", "engine.options");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("= False", "= True", StringComparison.Ordinal));
        engine.Launch();
        var (exitCode, log) = await engine.ExitAsync();
        Assert.Equal(74, exitCode);
        Assert.Contains($"{file}: damaged", log, StringComparison.Ordinal);

        File.Delete(file);
        await engine.StartAsync();
        await engine.StopAsync();
        Assert.Equal(text, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_log_without_commands_takes_other_options()
    {
        using var engine = new EngineUnderTest();
        var folder = Path.Combine(engine.DataFolder, "journal");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "engine.options"), "anything");
        await engine.StartAsync();
        await engine.StopAsync();
        Assert.StartsWith(
            "dexextra engine options 1\n", await File.ReadAllTextAsync(Path.Combine(folder, "engine.options")),
            StringComparison.Ordinal);
    }

    private static async Task WriteDepositAsync(EngineUnderTest engine)
    {
        using var producer = new CommandProducer(engine, 1);
        using var tally = new EventTally(engine.EventsFolder);
        producer.ListAsset();
        producer.Deposit(1);
        await tally.WaitForDepositsAsync(1);
    }
}
