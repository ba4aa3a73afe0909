namespace DexExtra.Engine.Inspection;

/// <summary>A resting order as the inspection sees it.</summary>
public readonly record struct BookOrder(long PriceTicks, long OrderId, long LeavesLots);
