using System.Globalization;
using DexExtra.Engine.Reference.Money;

namespace DexExtra.Engine.Tests.Money;

/// <summary>
/// F7, F8: random lives of money; every number of every event is the slow ledger's, and everything adds up.
/// DEXEXTRA_SEED moves the seeds, DEXEXTRA_MONEY_COMMANDS is the length of each; ./run.sh money runs more.
/// </summary>
[Trait("rule", "F8")]
public sealed class MoneyStreamTests(ITestOutputHelper output)
{
    public static TheoryData<string> Profiles => [.. MoneyProfile.Names];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Engine_and_slow_ledger_agree_on_every_number(string name)
    {
        var seed = Setting("DEXEXTRA_SEED", 1);
        var commands = Setting("DEXEXTRA_MONEY_COMMANDS", 6_000);
        var run = new MoneyRun(MoneyProfile.Draw(name, seed), seed);
        var difference = run.Run(commands);
        output.WriteLine(string.Join('\n', run.Coverage.Table()));
        Assert.True(difference is null, $"seed {seed}: {difference?.What}\n{string.Join('\n', difference?.Engine ?? [])}\n"
            + $"again: ./run.sh money --profile {name} --seed {seed} --commands {commands} --life {commands}");
    }

    private static int Setting(string name, int fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : fallback;
}
