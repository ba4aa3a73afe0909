using System.Diagnostics;
using System.Text.Json;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>The real program, for tests that kill it.</summary>
internal static class SettlementProgram
{
    public static Process Start(string config)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "DexExtra.Settlement.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, "run", "--config", config])
        {
            RedirectStandardError = false,
            WorkingDirectory = Path.GetDirectoryName(config),
        })!;
    }

    /// <summary>Returns the path of the configuration; withdrawals are paid where the venue has an approver.</summary>
    public static string WriteConfig(TestVenue venue)
    {
        var folder = Directory.CreateDirectory(venue.Venue.DataFolder).FullName;
        Directory.CreateDirectory(venue.Venue.RunFolder);
        var keyFile = Path.Combine(folder, "operator.key");
        venue.SaveOperatorKey(keyFile);
        var config = new
        {
            venue = new { name = "test", dataFolder = folder, runFolder = venue.Venue.RunFolder },
            settlement = new
            {
                healthPort = AnvilNode.FreePort(),
                sourceId = 100,
                rpcUrl = venue.Node.Url.ToString(),
                chainId = AnvilNode.ChainId,
                vaultAddress = venue.Contracts.Vault,
                exchangeAddress = venue.Contracts.Exchange,
                deployBlock = venue.Contracts.DeployBlock,
                operatorKeyFile = keyFile,
                approverKeyFile = venue.SaveApproverKey(Path.Combine(folder, "approver.key")),
                batchMaxTrades = 5,
                batchMaxAgeMs = 20,
                pollIntervalMs = 20,
                resendMs = 300,
            },
        };
        var path = Path.Combine(folder, "venue.json");
        File.WriteAllText(path, JsonSerializer.Serialize(config));
        return path;
    }
}
