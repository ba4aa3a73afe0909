using DexExtra.Gateway;
using DexExtra.Hosting;
using DexExtra.Journal.Storage;
using DexExtra.Signing;
using DexExtra.Transport;

return await ServiceHost.RunAsync("gateway", async context =>
{
    var (venue, section) = VenueConfig.Load<GatewaySection>(args, "gateway");
    var netted = VenueConfig.Flag(args, "engine", "nettedSettlement");
    try
    {
        await using var gateway = await GatewayHost.StartAsync(
            venue, section, context.Loggers, TimeProvider.System, netted);
        context.Log.LogInformation(
            "{Venue}: REST and feed on http://127.0.0.1:{HttpPort}, order entry on 127.0.0.1:{OrderEntryPort}",
            venue.Name, gateway.HttpPort, gateway.OrderEntryPort);
        var stopped = Task.Delay(Timeout.Infinite, context.Stopping);
        var ended = await Task.WhenAny(gateway.Failed, stopped);
        if (ended != stopped)
        {
            await ended;
            throw new FatalException(ExitCodes.Software, "a part of the gateway ended by itself");
        }
    }
    catch (TransportException error)
    {
        throw new FatalException(ExitCodes.Software, error.Message, error);
    }
    catch (NativeLibraryException error)
    {
        throw new FatalException(ExitCodes.Configuration, error.Message, error);
    }
    catch (StorageException error)
    {
        throw new FatalException(ExitCodes.Storage, error.Message, error);
    }
});
