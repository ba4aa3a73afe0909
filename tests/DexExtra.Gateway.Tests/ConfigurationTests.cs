using DexExtra.Hosting;

namespace DexExtra.Gateway.Tests;

public sealed class ConfigurationTests
{
    private const string Required = """
        "sourceId": 1, "httpPort": 7401, "orderEntryPort": 7402, "chainId": 31337,
        "exchangeAddress": "0x5fbdb2315678afecb367f032d93f642f64180aa3",
        "adminAddress": "0x00000000000000000000000000000000000000c1"
        """;

    [Fact]
    public void Limits_are_optional_and_cancels_follow_orders()
    {
        Assert.Equal(new GatewayLimits(), Load(Required).Limits);
        var limits = Load(Required + """, "limits": { "ordersPerSecond": 7, "orderBurst": 9 } """).Limits;
        Assert.Equal((28, 36), (limits.CancelLimit.PerSecond, limits.CancelLimit.Burst));
    }

    [Fact]
    public void Sign_in_is_optional_and_its_times_have_defaults()
    {
        Assert.Null(Load(Required).SignIn);
        var section = Load(
            Required + """, "signIn": { "keyFile": "k", "domains": ["d"], "issuer": "i" } """).SignIn!;
        Assert.Equal((600, 604_800), (section.AccessSeconds, section.RefreshSeconds));
    }

    [Theory]
    [InlineData("\"sourceId\": 1", "\"sourceId\": 100", "sourceId must be 1 to 99")]
    [InlineData("\"httpPort\": 7401", "\"httpPort\": 7402", "must differ")]
    [InlineData("\"chainId\": 31337", "\"chainId\": 0", "chainId must be positive")]
    [InlineData("c1\"", "\"", "adminAddress must be")]
    [InlineData("\"chainId\": 31337", "\"chain\": 31337", "chain")]
    [InlineData("\"sourceId\": 1", "\"limits\": { \"orderBurst\": 0 }, \"sourceId\": 1", "orderBurst must be 1 to")]
    [InlineData("\"sourceId\": 1", "\"limits\": { \"cancelsPerSecond\": 9 }, \"sourceId\": 1", "at least twice")]
    [InlineData("\"sourceId\": 1", "\"limits\": { \"unknown\": 1 }, \"sourceId\": 1", "unknown")]
    [InlineData(
        "\"sourceId\": 1", "\"sourceId\": 1, \"secondAdminAddress\": \"0x00000000000000000000000000000000000000c1\"",
        "secondAdminAddress must be")]
    [InlineData("\"sourceId\": 1", "\"sourceId\": 1, \"secondAdminAddress\": \"0x\"", "secondAdminAddress must be")]
    [InlineData("\"sourceId\": 1", "\"sourceId\": 1, \"settlementAddress\": \"0x\"", "settlementAddress must be")]
    [InlineData("\"sourceId\": 1", "\"sourceId\": 1, \"signIn\": {}", "keyFile")]
    [InlineData("\"sourceId\": 1", "\"sourceId\": 1, \"signIn\": { \"keyFile\": \"k\", \"domains\": [],"
        + " \"issuer\": \"i\" }", "signIn: domains must be")]
    [InlineData("\"sourceId\": 1", "\"sourceId\": 1, \"signIn\": { \"keyFile\": \"k\", \"domains\": [\"d\"],"
        + " \"issuer\": \"\" }", "signIn: issuer must")]
    [InlineData("\"sourceId\": 1", "\"sourceId\": 1, \"signIn\": { \"keyFile\": \"k\", \"domains\": [\"d\"],"
        + " \"issuer\": \"i\", \"accessSeconds\": 9 }", "signIn: accessSeconds must be 10 to 3600")]
    [InlineData("\"sourceId\": 1", "\"sourceId\": 1, \"signIn\": { \"keyFile\": \"k\", \"domains\": [\"d\"],"
        + " \"issuer\": \"i\", \"refreshSeconds\": 9 }", "signIn: refreshSeconds must be accessSeconds to")]
    public void A_mistake_is_one_clear_line(string right, string wrong, string message)
    {
        var error = Assert.Throws<ConfigurationException>(
            () => Load(Required.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{ "engine": { "healthPort": 1 } }""", false)]
    [InlineData("""{ "engine": { "nettedSettlement": false } }""", false)]
    [InlineData("""{ "engine": { "nettedSettlement": true } }""", true)]
    [InlineData("""{ "engine": { "nettedSettlement": "true" } }""", null)]
    public void Netted_settlement_is_the_engines_own_switch(string config, bool? expected)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, config);
            bool Read() => VenueConfig.Flag(["--config", file], "engine", "nettedSettlement");
            if (expected is { } value)
            {
                Assert.Equal(value, Read());
            }
            else
            {
                Assert.Contains(
                    "nettedSettlement must be true or false",
                    Assert.Throws<ConfigurationException>(() => Read()).Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static GatewaySection Load(string section)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $$"""
                { "venue": { "name": "t", "dataFolder": "/d", "runFolder": "/r" }, "gateway": { {{section}} } }
                """);
            return VenueConfig.Load<GatewaySection>(["--config", file], "gateway").Section;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
