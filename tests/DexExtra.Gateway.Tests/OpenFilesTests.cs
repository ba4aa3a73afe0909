namespace DexExtra.Gateway.Tests;

public sealed class OpenFilesTests
{
    private static readonly GatewayLimits _limits =
        new() { MaxFeedClients = 10_000, MaxSessions = 1_000, MaxHttpConnections = 1_000 };

    [Theory]
    [InlineData("Max open files            1024                 12256                files     ", true)]
    [InlineData("Max open files            1024                 12255                files     ", false)]
    [InlineData("Max open files            1024                 unlimited            files     ", true)]
    [InlineData("Max processes             1                    1                    processes ", true)]
    public void A_limit_below_the_configured_connections_is_one_line(string line, bool suffices)
    {
        var shortage = OpenFiles.Shortage(_limits, ["Limit  Soft Limit  Hard Limit  Units", line]);

        Assert.Equal(
            suffices ? null : "12255 open files are allowed and the configured connections may need 12256: "
                + "raise the hard limit (ulimit -Hn) or lower limits.maxFeedClients and limits.maxSessions",
            shortage);
    }
}
