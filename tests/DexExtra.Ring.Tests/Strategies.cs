namespace DexExtra.Ring.Tests;

/// <summary>The wait strategies by name, for theories.</summary>
public static class Strategies
{
    public static TheoryData<string> Names => ["busy", "yielding", "blocking", "parking"];

    public static IWaitStrategy Create(string name) => name switch
    {
        "busy" => new BusySpinWaitStrategy(),
        "yielding" => new YieldingWaitStrategy(),
        "blocking" => new BlockingWaitStrategy(),
        "parking" => new BlockingWaitStrategy(spinCount: 0),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such strategy"),
    };
}
