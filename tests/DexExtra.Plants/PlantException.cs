namespace DexExtra.Plants;

/// <summary>A plant that cannot be planted.</summary>
internal sealed class PlantException(string message) : Exception(message);
