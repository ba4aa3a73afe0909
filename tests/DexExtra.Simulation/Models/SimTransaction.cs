using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Simulation.Models;

/// <summary>A transaction of the operator as the chain reads it from its raw bytes.</summary>
internal sealed class SimTransaction
{
    private const int NonceField = 1;
    private const int PriorityField = 2;
    private const int MaxFeeField = 3;
    private const int DataField = 7;

    public SimTransaction(byte[] raw)
    {
        var fields = Rlp.Fields(raw);
        Hash = Keccak256.Hash(raw);
        Nonce = Rlp.Number(fields[NonceField]);
        Priority = Rlp.Number(fields[PriorityField]);
        MaxFee = Rlp.Number(fields[MaxFeeField]);
        Data = fields[DataField];
    }

    public Hash32 Hash { get; }

    public ulong Nonce { get; }

    public ulong Priority { get; }

    public ulong MaxFee { get; }

    public byte[] Data { get; }
}
