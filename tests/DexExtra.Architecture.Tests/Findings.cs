namespace DexExtra.Architecture.Tests;

/// <summary>Reports every violation of a rule at once, one per line, instead of only the first.</summary>
internal static class Findings
{
    private const int ShownMax = 40;

    public static void AssertNone(string rule, IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(
            all.Count == 0,
            $"{rule}: {all.Count} violation(s)\n  {string.Join("\n  ", all.Take(ShownMax))}");
    }
}
