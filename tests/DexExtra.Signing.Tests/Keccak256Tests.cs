using DexExtra.Messages;

namespace DexExtra.Signing.Tests;

public sealed class Keccak256Tests
{
    [Theory]
    [InlineData("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("testing", "0x5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02")]
    [InlineData(
        "The quick brown fox jumps over the lazy dog",
        "0x4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")]
    public void Known_texts_have_their_published_hash(string text, string expected)
    {
        Assert.Equal(expected, Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(text)).ToString());
    }

    [Fact]
    public void Every_length_around_the_block_size_agrees_with_another_implementation()
    {
        foreach (var vector in Vectors.Load("keccak.json").EnumerateArray())
        {
            var input = Enumerable.Range(0, vector.GetProperty("length").GetInt32()).Select(i => (byte)(i % 251));
            Assert.Equal(Vectors.HashOf(vector.GetProperty("hash")), Keccak256.Hash(input.ToArray()));
        }
    }

    [Fact]
    public void Input_and_output_may_overlap()
    {
        var buffer = new byte[200];
        var expected = Keccak256.Hash(buffer);
        Keccak256.Hash(buffer, buffer);
        Assert.Equal(expected, new Hash32(buffer.AsSpan(0, Hash32.SizeBytes)));
    }

    [Fact]
    public void A_short_destination_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Keccak256.Hash([], new byte[31]));
    }

    [Fact]
    public void Hashing_recovering_and_verifying_allocate_nothing()
    {
        using var key = new PrivateKey(Vectors.Keys[0]);
        var order = new RandomOrders(3).Next();
        var signature = key.Sign(OrderHash.Digest(Vectors.Domain, in order));
        HashSignVerify(key, in order, in signature);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1_000; count++)
        {
            HashSignVerify(key, in order, in signature);
        }

        // the runtime itself may allocate once while it recompiles; anything per call would be 1,000 times more
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
    }

    private static void HashSignVerify(PrivateKey key, in SignedOrder order, in Signature signature)
    {
        var digest = OrderHash.Digest(Vectors.Domain, in order);
        var list = new NewOrderList { Kind = ListKind.BracketOco, LegCount = NewOrderList.MaxLegs };
        list.Legs[1].Order = order;
        _ = OrderListHash.Digest(Vectors.Domain, in list);
        _ = SignatureVerifier.Verify(in digest, key.Address, in signature);
        _ = key.Sign(in digest);
    }
}
