using DexExtra.Messages;
using DexExtra.Transport;

namespace DexExtra.RealParts;

/// <summary>Publishes commands into a stream as any process of the venue would. One thread.</summary>
public sealed class CommandProducer : IDisposable
{
    public static readonly Address Token = Address.Parse("0x00000000000000000000000000000000000000aa");

    private readonly Doorbell _doorbell;
    private readonly SharedMemoryPublication _publication;
    private readonly byte[] _buffer = new byte[Limits.MaxCommandBytes];

    public CommandProducer(
        EngineUnderTest engine, uint sourceId, long capacityBytes = TransportLimits.DefaultCapacityBytes)
    {
        _doorbell = Doorbell.Open(engine.EngineDoorbell);
        _publication = SharedMemoryPublication.Open(new PublicationOptions
        {
            StreamsFolder = engine.StreamsFolder,
            SourceId = sourceId,
            CapacityBytes = capacityBytes,
            Doorbell = _doorbell,
        });
    }

    public void ListAsset() => Publish(CommandType.ListAsset, new ListAsset
    {
        AssetId = 1,
        TokenDecimals = 6,
        Token = Token,
        Symbol = Text("USDC"),
    });

    /// <summary>Deposits are numbered, so a lost one is answered GAP and a doubled one ALREADY_APPLIED.</summary>
    public void Deposit(ulong id, long amount = 100) => Publish(CommandType.Deposit, new Deposit
    {
        DepositId = id,
        ChainId = 31_337,
        Account = new AccountId(Address.Parse($"0x{id % 97 + 1:x40}"), 0),
        Token = Token,
        Amount = amount,
    });

    /// <summary>Puts a whole command into the stream; false when it has no room now.</summary>
    public bool TryPublish(ReadOnlySpan<byte> command) => _publication.Offer(command) >= 0;

    public void Dispose()
    {
        _publication.Dispose();
        _doorbell.Dispose();
    }

    private static FixedText64 Text(string text) => FixedText64.TryCreate(text, out var value)
        ? value
        : throw new ArgumentException(text);

    private void Publish<TBody>(CommandType type, in TBody body)
        where TBody : unmanaged
    {
        var length = CommandCodec.Write(_buffer, type, in body, 0, 0);
        var spinner = default(SpinWait);
        while (!TryPublish(_buffer.AsSpan(0, length)))
        {
            spinner.SpinOnce();
        }
    }
}
