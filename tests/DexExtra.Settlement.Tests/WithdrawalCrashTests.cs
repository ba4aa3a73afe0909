using DexExtra.Journal.Storage;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// The process ends at every single call to disk or chain while a withdrawal is under way. The next life pays it, and
/// nothing is paid twice.
/// </summary>
[Trait("rule", "K2")]
public sealed class WithdrawalCrashTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    private const int MostCalls = 400;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("row", "CHN-03")]
    public async Task A_crash_at_every_disk_call_pays_exactly_once(bool afterEffect)
    {
        var points = await CrashEverywhereAsync(
            afterEffect, (venue, crash) => (new CrashingStorage(crash), venue.Chain));
        Assert.True(points >= 5, $"only {points} disk calls: the test is blind");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("row", "CHN-03")]
    public async Task A_crash_at_every_chain_call_pays_exactly_once(bool afterEffect)
    {
        var points = await CrashEverywhereAsync(
            afterEffect, (venue, crash) => (FileStorage.Instance, new CrashingChain(venue.Chain, crash)));
        Assert.True(points >= 40, $"only {points} chain calls: the test is blind");
    }

    /// <summary>Returns the number of calls that a life without a crash makes.</summary>
    private async Task<int> CrashEverywhereAsync(
        bool afterEffect, Func<TestVenue, CrashPoint, (IMappedStorage Storage, IChain Chain)> seams)
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.OpenWithdrawalsAsync();
        await venue.FundTradersAsync();
        for (var target = 1; target < MostCalls; target++)
        {
            venue.RequestWithdrawal(venue.Alice, 1);
            var crash = new CrashPoint(target, afterEffect);
            var (storage, chain) = seams(venue, crash);
            try
            {
                using var doomed = venue.OpenAgent(storage, chain);
                await Withdrawals.FinishAsync(doomed);
                await doomed.StepAsync();
            }
            catch (SimulatedCrashException)
            {
                Assert.True(crash.HasHappened);
            }

            using (var heir = venue.OpenAgent())
            {
                await Withdrawals.FinishAsync(heir);
            }

            Assert.Equal((UInt128)target, await Withdrawals.WalletAsync(venue, venue.Alice));
            Assert.Equal($"{target} Final", Withdrawals.Steps(venue)[^1]);
            await venue.AssertAgreementAsync();
            if (!crash.HasHappened)
            {
                return target - 1;
            }
        }

        throw new InvalidOperationException("the crash point is never past the last call");
    }
}
