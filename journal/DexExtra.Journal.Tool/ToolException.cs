namespace DexExtra.Journal.Tool;

/// <summary>The tool cannot go on; the message is the one line that the operator reads.</summary>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static ToolException Arguments(string message) => new(ToolExit.Arguments, message);

    public static ToolException Damage(string message) => new(ToolExit.Damage, message);
}
