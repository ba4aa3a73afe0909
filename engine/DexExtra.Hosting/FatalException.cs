namespace DexExtra.Hosting;

/// <summary>The process must stop with a stated exit code; the message is the one line an operator reads.</summary>
public sealed class FatalException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
