namespace DexExtra.Hosting;

/// <summary>One section of the deployment's configuration file.</summary>
public interface IConfigSection
{
    /// <summary>One clear sentence naming the wrong member, or null when every member is in range.</summary>
    string? Validate();
}
