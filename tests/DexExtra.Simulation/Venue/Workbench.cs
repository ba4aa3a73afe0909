using DexExtra.Engine.Host;
using DexExtra.Signing;
using DexExtra.Transport;

namespace DexExtra.Simulation.Venue;

/// <summary>What a thread that plays seeds keeps from one to the next, because it is dear and holds no state.</summary>
internal sealed class Workbench : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-simulation-").FullName;
    private readonly byte[] _frames = GC.AllocateUninitializedArray<byte>(EventRing.CapacityBytes, pinned: true);

    public Workbench()
    {
        Doorbells = new PipelineDoorbells(
            Doorbell.Open(Path.Combine(_folder, "engine")), Doorbell.Open(Path.Combine(_folder, "events")));
        Span<byte> secret = stackalloc byte[Secp256k1.SecretKeyBytes];
        secret.Fill(7);
        Operator = new PrivateKey(secret);
    }

    /// <summary>Rung, never waited for.</summary>
    public PipelineDoorbells Doorbells { get; }

    public PrivateKey Operator { get; }

    public EventRing NewEventRing() => new(_frames);

    public void Dispose()
    {
        Doorbells.Dispose();
        Operator.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
