using System.Diagnostics;
using System.Globalization;
using DexExtra.Gateway.Tests.Support;

namespace DexExtra.Gateway.Tests.SignIn;

/// <summary>A stock library builds and signs the text: viem, in Node.</summary>
public sealed class StockWalletTests(Venue venue)
{
    [Fact]
    public async Task Viem_signs_in()
    {
        var url = new UriBuilder(venue.Gateway.Feed) { Scheme = "http", Path = "" }.Uri.ToString().TrimEnd('/');
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = NodeClients.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("check-sign-in.mjs");
        start.ArgumentList.Add(url);
        start.ArgumentList.Add(Venue.ChainId.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(SiweTexts.Domain);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, await error);
        Assert.StartsWith("signed in as 0x", output, StringComparison.Ordinal);
    }
}
