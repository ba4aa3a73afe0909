using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace DexExtra.Transport.Tests.Processes;

/// <summary>
/// Runs this test program again as another process in one of the roles below, to be killed. The role travels in the
/// environment and is taken up before the test runner starts. A child ends by itself when its parent is gone.
/// </summary>
internal sealed class Child : IDisposable
{
    private const string RoleVariable = "DEXEXTRA_TRANSPORT_TEST_ROLE";

    private readonly Process _process;

    private Child(Process process) => _process = process;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a child; the role's words must not contain line breaks.</summary>
    public static Child Start(params object[] role)
    {
        var words = role.Select(word => Convert.ToString(word, CultureInfo.InvariantCulture));
        var program = Path.ChangeExtension(typeof(Child).Assembly.Location, null);

        // the other end of its input closes when this process ends, however it ends
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true };
        start.Environment[RoleVariable] = string.Join('\n', words);
        return new Child(Process.Start(start)!);
    }

    /// <summary>SIGKILL, and the wait for the kernel to take everything back.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for a child that ends by itself.</summary>
    public int ExitCode()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    [ModuleInitializer]
    internal static void TakeUpRole()
    {
        if (Environment.GetEnvironmentVariable(RoleVariable)?.Split('\n') is not { } words)
        {
            return;
        }

        new Thread(EndWithParent) { IsBackground = true }.Start();
        var exitCode = 0;
        try
        {
            Play(words);
        }
        catch (Exception ex) when (ex is TransportException or IOException or InvalidOperationException)
        {
            Console.Error.WriteLine(ex.Message);
            exitCode = ex is TransportException transport ? (int)transport.Error : 99;
        }

        Environment.Exit(exitCode);
    }

    private static void EndWithParent()
    {
        while (Console.In.Read() >= 0)
        {
        }

        Environment.Exit(1);
    }

    private static void Play(string[] words)
    {
        switch (words[0])
        {
            case "produce":
                Producer.Run(words[1], int.Parse(words[2], CultureInfo.InvariantCulture), words[3]);
                break;
            case "consume":
                Consumer.Run(words[1], words[2], words[3]);
                break;
            case "hold":
                Holder.Run(words[1], words[2]);
                break;
            case "sleep":
                Sleeper.Run(words[1]);
                break;
            default:
                throw new InvalidOperationException($"no role {words[0]}");
        }
    }
}
