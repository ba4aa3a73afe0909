namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>A line of a scenario file that says nothing that can be done; the message tells the author what.</summary>
public sealed class ScenarioException(string message) : Exception(message);
