namespace DexExtra.Backup;

/// <summary>What the exit code says.</summary>
internal static class BackupExit
{
    public const int Good = 0;

    /// <summary>Something is damaged, missing or in the way, or the disk refuses; stderr says what.</summary>
    public const int Damage = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Arguments = 2;
}
