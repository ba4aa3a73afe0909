using System.Globalization;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests.Campaign;

/// <summary>
/// CHN-01 to CHN-06 at once (`./run.sh settle-campaign`): whatever happens to node and process, every trade is FINAL
/// exactly once or taken back, every withdrawal is paid exactly once, vault and ledger agree to the unit, no nonce is left out.
/// </summary>
public sealed class CampaignTests(AnvilNode node, ITestOutputHelper output) : IClassFixture<AnvilNode>
{
    private const uint DepositUsdc = 5_000_000;

    [Fact]
    [Trait("row", "CHN-01")]
    [Trait("row", "CHN-02")]
    [Trait("row", "CHN-05")]
    [Trait("row", "CHN-06")]
    [Trait("row", "CHN-15")]
    public async Task Every_trade_is_final_exactly_once_and_every_book_agrees()
    {
        var (matches, seed) = (Setting("DEXEXTRA_CAMPAIGN_MATCHES", 300), Setting("DEXEXTRA_SEED", 1_009));
        using var venue = await TestVenue.CreateAsync(node);
        await venue.OpenWithdrawalsAsync();
        await venue.FundTradersAsync(DepositUsdc);
        await using var proxy = new RpcProxy(node.Url, seed);
        using var campaign = new ChainCampaign(venue, proxy, new Random(seed), matches);
        await campaign.RunAsync();

        var harm = string.Join(", ", campaign.Harm.Select(static pair => $"{pair.Value} {pair.Key}"));
        output.WriteLine($"seed {seed}, {matches} matches, {campaign.Bad.Count} taken back,"
            + $" {campaign.Withdrawn} USDC withdrawn; {harm}");
        Assert.Equal(5, campaign.Harm.Count);
        Assert.NotEmpty(campaign.Bad);
        AssertEndedOnce(venue, campaign.Bad, matches + campaign.Bad.Count);
        await AssertBatchesAsync(venue, matches + campaign.Bad.Count);
        await venue.AssertAgreementAsync();
        Assert.Equal(
            campaign.Withdrawn,
            await Withdrawals.WalletAsync(venue, venue.Alice) + await Withdrawals.WalletAsync(venue, venue.Bob));
        await AssertNoNonceIsOpenAsync(venue);
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;

    /// <summary>Of each match FINAL was said once, of a bad one FAILED once, and nothing else failed.</summary>
    private static void AssertEndedOnce(TestVenue venue, HashSet<int> bad, int all)
    {
        var ends = new int[all + 1];
        foreach (var line in venue.SettlementEvents().Where(static line =>
            line.Contains("Final", StringComparison.Ordinal) || line.Contains("Failed", StringComparison.Ordinal)))
        {
            var range = line.Split(' ', '-');
            for (var match = int.Parse(range[0]); match <= int.Parse(range[1]); match++)
            {
                Assert.Equal(bad.Contains(match), line.Contains("SignerMismatch", StringComparison.Ordinal));
                ends[match]++;
            }
        }

        Assert.All(ends.Skip(1), static count => Assert.Equal(1, count));
    }

    /// <summary>The chain settled each match once, in order.</summary>
    private static async Task AssertBatchesAsync(TestVenue venue, int matches)
    {
        var next = 1;
        foreach (var range in (await venue.BatchesAsync()).Select(static batch => batch.Split('-')))
        {
            Assert.Equal(next, int.Parse(range[0]));
            next = int.Parse(range[1]) + 1;
        }

        Assert.Equal(matches + 1, next);
    }

    private static async Task AssertNoNonceIsOpenAsync(TestVenue venue)
    {
        var cancel = TestContext.Current.CancellationToken;
        var (sender, chain) = (venue.Operator.Address, venue.Chain);
        Assert.Equal(
            await chain.TransactionCountAsync(sender, includePending: false, cancel),
            await chain.TransactionCountAsync(sender, includePending: true, cancel));
        Assert.Empty(Directory.GetFiles(venue.OutboxFolder, "*.tx"));
    }
}
