namespace DexExtra.Hosting;

/// <summary>A mistake in the configuration file, in one line that names file, section and member.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
