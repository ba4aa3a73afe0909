namespace DexExtra.Engine.Inspection;

/// <summary>
/// A resting order as the inspection sees it; its lots with reserve, without dormant ones, and those that it shows.
/// </summary>
public readonly record struct BookOrder(long PriceTicks, long OrderId, long LeavesLots, long ShownLots);
