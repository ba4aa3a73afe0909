using BenchmarkDotNet.Attributes;
using DexExtra.Journal;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench.Micro;

/// <summary>What is computed over bytes: checksums of the journal, digests and signatures of orders.</summary>
public class Hashes
{
    private const int BlockBytes = 4_096;

    private readonly byte[] _block = new byte[BlockBytes];
    private readonly PrivateKey _key = PrivateKey.Generate();
    private readonly Eip712Domain _domain = Eip712Domain.ForVenue(1, default);
    private SignedOrder _order;
    private Hash32 _digest;
    private Signature _signature;

    [GlobalSetup]
    public void Setup()
    {
        new Random(1).NextBytes(_block);
        _order = new SignedOrder { Account = new AccountId(_key.Address, 0), MarketId = 1, Quantity = 1, Nonce = 7 };
        _digest = OrderHash.Digest(_domain, in _order);
        _signature = _key.Sign(in _digest);
    }

    [GlobalCleanup]
    public void Dispose() => _key.Dispose();

    [Benchmark]
    public uint Crc32COf4KiB() => Crc32C.Append(Crc32C.Seed, _block);

    [Benchmark]
    public Hash32 Keccak256Of136Bytes() => Keccak256.Hash(_block.AsSpan(0, 136));

    [Benchmark]
    public Hash32 OrderDigest() => OrderHash.Digest(_domain, in _order);

    [Benchmark]
    public Signature Sign() => _key.Sign(in _digest);

    [Benchmark]
    public bool Recover() => Secp256k1.TryRecover(in _digest, in _signature, out _);
}
