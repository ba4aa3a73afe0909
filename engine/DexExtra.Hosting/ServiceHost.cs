using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace DexExtra.Hosting;

/// <summary>
/// The life of a process: signals become a token, every error becomes one line and an exit code.
/// Returns the exit code for Main.
/// </summary>
public static class ServiceHost
{
    public static async Task<int> RunAsync(string processName, Func<ServiceContext, Task> main)
    {
        using var loggers = LoggerFactory.Create(ServiceLog.Configure);
        var log = loggers.CreateLogger(processName);
        using var stopping = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await main(new ServiceContext(loggers, log, stopping.Token));
            log.LogInformation("stopped");
            return ExitCodes.Success;
        }
        catch (ConfigurationException error)
        {
            log.LogCritical("configuration: {Message}", error.Message);
            return ExitCodes.Configuration;
        }
        catch (FatalException error)
        {
            log.LogCritical(error.InnerException, "{Message}", error.Message);
            return error.ExitCode;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            log.LogInformation("stopped");
            return ExitCodes.Success;
        }
        catch (Exception error) // last resort of the process: reported with its stack, never swallowed
        {
            log.LogCritical(error, "unhandled {Error}", error.Message);
            return ExitCodes.Software;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            log.LogInformation("{Signal} received, stopping", signal.Signal);
            stopping.Cancel();
        }
    }
}
