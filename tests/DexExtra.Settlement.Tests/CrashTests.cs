using DexExtra.Journal.Storage;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// CHN-03, pain 1: the process ends at every single call to disk or chain, before and after the effect. The next life
/// must bring every match to FINAL with exactly one effect on chain.
/// </summary>
public sealed class CrashTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    private const int MostCalls = 400;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("row", "CHN-03")]
    public async Task A_crash_at_every_disk_call_loses_and_doubles_nothing(bool afterEffect)
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        var points = await CrashEverywhereAsync(
            venue, afterEffect, crash => (new CrashingStorage(crash), venue.Chain));
        Assert.True(points >= 7, $"only {points} disk calls: the test is blind");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("row", "CHN-03")]
    public async Task A_crash_at_every_chain_call_loses_and_doubles_nothing(bool afterEffect)
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        var points = await CrashEverywhereAsync(
            venue, afterEffect, crash => (FileStorage.Instance, new CrashingChain(venue.Chain, crash)));
        Assert.True(points >= 40, $"only {points} chain calls: the test is blind");
    }

    /// <summary>Every nonce after the four of the deployment and the one of the market settled something.</summary>
    private static async Task AssertNoTransactionIsWastedAsync(TestVenue venue)
    {
        const ulong Preparations = 5;
        var cancel = TestContext.Current.CancellationToken;
        var used = await venue.Chain.TransactionCountAsync(venue.Operator.Address, includePending: true, cancel);
        Assert.Equal(used - Preparations, (ulong)(await venue.BatchesAsync()).Count);
    }

    /// <summary>Returns the number of calls that a life without a crash makes.</summary>
    private static async Task<int> CrashEverywhereAsync(
        TestVenue venue, bool afterEffect, Func<CrashPoint, (IMappedStorage Storage, IChain Chain)> seams)
    {
        for (var target = 1; target < MostCalls; target++)
        {
            venue.Trade(1);
            var crash = new CrashPoint(target, afterEffect);
            var (storage, chain) = seams(crash);
            try
            {
                using var doomed = venue.OpenAgent(storage, chain);
                await doomed.SettleAllAsync();
                await doomed.StepAsync();
            }
            catch (SimulatedCrashException)
            {
                Assert.True(crash.HasHappened);
            }

            using (var heir = venue.OpenAgent())
            {
                await heir.SettleAllAsync();
            }

            await venue.AssertAgreementAsync();
            if (!crash.HasHappened)
            {
                await AssertNoTransactionIsWastedAsync(venue);
                return target - 1;
            }
        }

        throw new InvalidOperationException("the crash point is never past the last call");
    }
}
