namespace DexExtra.Journal.Tool;

/// <summary>What the tool's exit code says.</summary>
internal static class ToolExit
{
    public const int Good = 0;

    /// <summary>Something is damaged, differs, or may not be done to this log; stderr says what.</summary>
    public const int Damage = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Arguments = 2;
}
