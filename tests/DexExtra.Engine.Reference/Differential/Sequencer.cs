using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>
/// Stamps a selection of recorded commands anew: gapless sequences, times that never decrease, dense deposits, and the
/// order ids that commands name moved to where those orders now are.
/// </summary>
public static class Sequencer
{
    private const long SequenceMask = Limits.LegOrderIdStep - 1;

    /// <summary>Stands for an order that is no longer sent.</summary>
    private const long Gone = 1L << 60;

    public static List<byte[]> Stamp(IReadOnlyList<RecordedCommand> commands)
    {
        var moved = new Dictionary<long, long>();
        var deposits = new Dictionary<ulong, ulong>();
        var stamped = new List<byte[]>(commands.Count);
        var now = 0L;
        foreach (var command in commands)
        {
            var bytes = command.Bytes.ToArray();
            ref var header = ref CommandCodec.Header(bytes.AsSpan());
            moved[header.Sequence] = stamped.Count + 1;
            header.Sequence = stamped.Count + 1;
            header.CorrelationId = 0;
            now = Math.Max(now, header.TimestampNs);
            header.TimestampNs = now;
            if (CommandCodec.IsWellFormed(bytes))
            {
                MoveOrderId(bytes, moved);
                MoveDeposit(command, bytes, deposits);
            }

            stamped.Add(bytes);
        }

        return stamped;
    }

    private static void MoveOrderId(byte[] command, Dictionary<long, long> moved)
    {
        switch (CommandCodec.Header(command).Type)
        {
            case CommandType.CancelOrder:
                Move(ref Body<CancelOrder>(command).OrderId, moved);
                break;
            case CommandType.AmendOrder:
                Move(ref Body<AmendOrder>(command).OrderId, moved);
                break;
            case CommandType.ReplaceOrder:
                Move(ref Body<ReplaceOrder>(command).OrderId, moved);
                break;
            default:
                break;
        }
    }

    private static void Move(ref long orderId, Dictionary<long, long> moved)
    {
        if (orderId > 0)
        {
            var leg = orderId & ~SequenceMask;
            orderId = moved.TryGetValue(orderId & SequenceMask, out var sequence) ? leg + sequence : Gone;
        }
    }

    private static void MoveDeposit(RecordedCommand command, byte[] bytes, Dictionary<ulong, ulong> deposits)
    {
        if (command.IsCredited)
        {
            ref var deposit = ref Body<Deposit>(bytes);
            deposit.DepositId = deposits[deposit.ChainId] = deposits.GetValueOrDefault(deposit.ChainId) + 1;
        }
    }

    private static ref TBody Body<TBody>(byte[] command)
        where TBody : unmanaged => ref MemoryMarshal.AsRef<TBody>(command.AsSpan(CommandHeader.SizeBytes));
}
