using DexExtra.Messages;

namespace DexExtra.Engine.Ahead;

/// <summary>What is known of a command that will soon be applied; −1 = not known.</summary>
internal struct CommandAhead
{
    public CommandType Type;
    public Side Side;
    public uint MarketId;
    public AccountId AccountId;
    public ulong ClientOrderId;

    /// <summary>Of a cancel the order's, 0 if it names none; of a new order the id that it will get.</summary>
    public long OrderId;
    public long PriceTicks;
    public ulong Nonce;

    /// <summary>Slots that earlier steps found.</summary>
    public int Account;
    public int Position;
    public int Record;
    public int Order;
}
