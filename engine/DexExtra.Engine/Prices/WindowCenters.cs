namespace DexExtra.Engine.Prices;

/// <summary>Middle prices of the bounds of a window: of the execution band and the three triggers.</summary>
internal readonly record struct WindowCenters(long? Band, long? First, long? Second, long? Third);
