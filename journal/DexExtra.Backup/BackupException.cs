namespace DexExtra.Backup;

/// <summary>The tool cannot go on; the message is the one line that the operator reads.</summary>
internal sealed class BackupException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static BackupException Arguments(string message) => new(BackupExit.Arguments, message);

    public static BackupException Damage(string message) => new(BackupExit.Damage, message);
}
