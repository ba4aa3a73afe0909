using System.Globalization;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>
/// Every random test prints its seed; DEXEXTRA_SEED repeats a run, DEXEXTRA_PG_FAULTS asks for more faults.
/// </summary>
internal static class TestSeed
{
    public static int Value { get; } = Read("DEXEXTRA_SEED", 20_261_123);

    /// <summary>How many faults the fault tests inject; a few in every build, hundreds in long runs.</summary>
    public static int Faults(int usual) => Read("DEXEXTRA_PG_FAULTS", usual);

    public static Random Create(int salt)
    {
        TestContext.Current.SendDiagnosticMessage("seed {0} salt {1} (set DEXEXTRA_SEED to repeat)", Value, salt);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Value} salt {salt}");
        return new Random(unchecked((Value * 397) ^ salt));
    }

    private static int Read(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;
}
