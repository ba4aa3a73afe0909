using DexExtra.Hosting;

namespace DexExtra.Settlement.Tests;

/// <summary>Every mistake in the section gives one line that names the member.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private const string Address = "0x1234567890123456789012345678901234567890";
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("", null, null)]
    [InlineData(""", "finality": "finalized" """, null, null)]
    [InlineData(""", "finality": 64 """, null, 64)]
    [InlineData(""", "finality": "latest" """, "finality must be", null)]
    [InlineData(""", "finality": -1 """, "finality must be", null)]
    [InlineData(""", "batchMaxTrades": 0 """, "batchMaxTrades must be", null)]
    [InlineData(""", "batchMaxTrades": 50 """, "batchMaxTrades must be", null)]
    [InlineData(""", "batchMaxAgeMs": 30001 """, "batchMaxAgeMs must be", null)]
    [InlineData(""", "maxInFlight": 17 """, "maxInFlight must be", null)]
    [InlineData(""", "moreRpcUrls": ["http://127.0.0.1:8546"], "rpcQuorum": 2 """, null, null)]
    [InlineData(""", "moreRpcUrls": ["ftp://127.0.0.1"] """, "moreRpcUrls must be http", null)]
    [InlineData(""", "moreRpcUrls": ["http://127.0.0.1:8545"] """, "moreRpcUrls must differ", null)]
    [InlineData(""", "moreRpcUrls": ["http://127.0.0.1:8546"], "rpcQuorum": 1 """, "rpcQuorum must be", null)]
    [InlineData(""", "rpcQuorum": 2 """, "rpcQuorum must be", null)]
    [InlineData(""", "oracleAddress": "0x1" """, "oracleAddress must be", null)]
    [InlineData(""", "webhookKeyFile": "" """, "webhookKeyFile must not", null)]
    [InlineData(""", "surprise": 1 """, "surprise", null)]
    public void The_section_is_checked(string more, string? mistake, int? depth)
    {
        File.WriteAllText(_file, $$"""
            {
              "venue": { "name": "test", "dataFolder": "/nowhere/data", "runFolder": "/nowhere/run" },
              "settlement": {
                "healthPort": 7404, "sourceId": 100, "rpcUrl": "http://127.0.0.1:8545", "chainId": 31337,
                "vaultAddress": "{{Address}}", "exchangeAddress": "{{Address}}", "deployBlock": 1,
                "operatorKeyFile": "/nowhere/key"{{more}}
              }
            }
            """);
        if (mistake is null)
        {
            var (_, section) = Load();
            Assert.Equal((ulong?)depth, section.FinalityDepth);
            return;
        }

        Assert.Contains(mistake, Assert.Throws<ConfigurationException>(() => Load()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private (VenueSection Venue, SettlementSection Section) Load() =>
        VenueConfig.Load<SettlementSection>(["--config", _file], "settlement");
}
