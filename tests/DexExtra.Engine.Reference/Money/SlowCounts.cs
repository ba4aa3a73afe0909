namespace DexExtra.Engine.Reference.Money;

/// <summary>R6: what an account has open over all markets.</summary>
internal sealed class SlowCounts
{
    public int OpenOrders { get; set; }

    /// <summary>Orders with a trigger, fired or not.</summary>
    public int Stops { get; set; }
}
