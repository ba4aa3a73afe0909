using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
using DexExtra.Settlement.Webhook;
using DexExtra.Transport;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement;

/// <summary>The verb <c>run</c>: wires the agent to real files, shared memory and the node, and turns its
/// loop.</summary>
internal static class SettlementProcess
{
    public static async Task RunAsync(string[] args, ServiceContext context)
    {
        var (venue, section) = VenueConfig.Load<SettlementSection>(args, "settlement");
        using var key = OperatorKey.Load(section.OperatorKeyFile);
        using var approver = section.ApproverKeyFile is { } file ? OperatorKey.Load(file) : null;
        try
        {
            using var engineBell = Doorbell.Open(venue.EngineDoorbell);
            using var eventsBell = Doorbell.Open(venue.EventsDoorbell);
            using var publication = SharedMemoryPublication.Open(new PublicationOptions
            {
                StreamsFolder = venue.StreamsFolder,
                SourceId = section.SourceId,
                Doorbell = engineBell,
            });
            using var endpoints = new ChainEndpoints(section, context.Log);
            using var agent = new SettlementAgent(new AgentParts
            {
                Venue = venue,
                Section = section,
                Chain = endpoints.Chain,
                Storage = FileStorage.Instance,
                Key = key,
                Approver = approver,
                Publication = publication,
                Log = context.Log,
            });
            var loop = new SettlementLoop(agent, eventsBell, section.PollIntervalMs, context.Log);
            var webhook = section.WebhookKeyFile is { } keyFile ? WebhookSignature.Load(keyFile) : null;
            await using var health = await HealthServer.StartAsync(
                section.HealthPort, context.Loggers, () => agent.Status.ToHealth(),
                routes =>
                {
                    if (webhook is not null)
                    {
                        WebhookEndpoint.Map(routes, webhook, loop.Hurry);
                    }
                });
            context.Log.LogInformation("settling for {Venue} through {Nodes}", venue.Name, endpoints.Names);
            var cursor = new CursorKeeper(
                FileStorage.Instance, venue.CursorsFolder, "settlement", () => agent.Cursor,
                line => context.Log.LogWarning("{Line}", line));
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.Stopping);
            var keeping = cursor.RunAsync(ending.Token);
            try
            {
                await loop.RunAsync(context.Stopping);
            }
            finally
            {
                await ending.CancelAsync();
                await keeping;
            }
        }
        catch (StorageException error)
        {
            throw new FatalException(ExitCodes.Storage, error.Message);
        }
        catch (TransportException error)
        {
            throw new FatalException(ExitCodes.Software, error.Message);
        }
    }
}
