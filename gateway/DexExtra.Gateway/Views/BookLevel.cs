namespace DexExtra.Gateway.Views;

/// <summary>Total open quantity at one price of one side.</summary>
internal readonly record struct BookLevel(long PriceTicks, long QuantityLots, int OrderCount);
