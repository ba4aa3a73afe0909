using DexExtra.Simulation.Checks;
using DexExtra.Simulation.Kernel;

namespace DexExtra.Simulation.Wires;

/// <summary>
/// The wires between clients and gateway: messages are lost, doubled, late and out of order; a partition stops one
/// direction. One thread.
/// </summary>
internal sealed class SimNetwork(SimDice dice, SimClock clock, Reached reached)
{
    private const int InFlightMax = 4_096;
    private const int MsNs = 1_000_000;

    private readonly List<(long DueNs, int Client, byte[] Message)> _toGateway = [];
    private readonly List<(long DueNs, int Client, byte[] Message)> _toClients = [];

    public int DropPercent { get; set; }

    public int DuplicatePercent { get; set; }

    public int DelayMs { get; set; } = 1;

    /// <summary>Until then nothing reaches the gateway.</summary>
    public long GatewayCutUntilNs { get; set; }

    /// <summary>Until then nothing reaches the clients.</summary>
    public long ClientsCutUntilNs { get; set; }

    public void ToGateway(int client, byte[] message) => Send(_toGateway, GatewayCutUntilNs, client, message);

    public void ToClient(int client, byte[] message) => Send(_toClients, ClientsCutUntilNs, client, message);

    /// <summary>A message that has arrived, any of them; null when there is none.</summary>
    public (int Client, byte[] Message)? AtGateway() => Take(_toGateway);

    public (int Client, byte[] Message)? AtClients() => Take(_toClients);

    /// <summary>The gateway's connections are gone, with what was on them.</summary>
    public void Reset()
    {
        _toGateway.Clear();
        _toClients.Clear();
    }

    private void Send(List<(long DueNs, int Client, byte[] Message)> wire, long cutUntilNs, int client, byte[] message)
    {
        BrokenPromiseException.Demand(wire.Count < InFlightMax, "P10", "the network holds too much");
        var copies = dice.Percent(DuplicatePercent) ? 2 : 1;
        if (copies > 1)
        {
            reached.Add("message doubled");
        }

        for (var copy = 0; copy < copies; copy++)
        {
            if (clock.MonotonicNs < cutUntilNs || dice.Percent(DropPercent))
            {
                reached.Add("message lost");
            }
            else
            {
                wire.Add((clock.MonotonicNs + dice.Between(0, (long)DelayMs * MsNs), client, message));
            }
        }
    }

    private (int Client, byte[] Message)? Take(List<(long DueNs, int Client, byte[] Message)> wire)
    {
        if (wire.Count == 0)
        {
            return null;
        }

        var start = dice.Below(wire.Count);
        for (var step = 0; step < wire.Count; step++)
        {
            var index = (start + step) % wire.Count;
            var (dueNs, client, message) = wire[index];
            if (dueNs <= clock.MonotonicNs)
            {
                wire.RemoveAt(index);
                return (client, message);
            }
        }

        return null;
    }
}
