namespace DexExtra.Engine.Reference.Money;

/// <summary>The engine says something of money that the slow ledger does not find: where, what, and both numbers.</summary>
public sealed class MoneyException : Exception
{
    public MoneyException()
    {
    }

    public MoneyException(string message)
        : base(message)
    {
    }

    public MoneyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What disagrees, without numbers, names and places: the same however the commands are shrunk.</summary>
    public string Kind { get; init; } = string.Empty;
}
