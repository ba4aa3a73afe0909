using System.Globalization;
using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Signing.Tests;

/// <summary>Every way a signature can be wrong (SIG-01 … SIG-05, SIG-09), and that only the right one passes.</summary>
public sealed class SignatureVerifierTests
{
    private const ulong Seed = 20_260_101;
    private static readonly BigInteger N = Number("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    private static readonly BigInteger P = Number("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f");

    [Fact]
    [Trait("rule", "SIG-01")]
    public void The_second_form_of_a_signature_is_malleated_with_either_v()
    {
        var random = new RandomOrders(Seed);
        for (var count = 0; count < 300; count++)
        {
            var (digest, account, signature) = Sign(random);
            var high = signature with { S = Word(N - Value(signature.S)) };
            Assert.Equal(RejectReason.MalleatedSignature, Verify(digest, account, high));
            Assert.Equal(RejectReason.MalleatedSignature, Verify(digest, account, Flipped(high)));
            Assert.NotEqual(RejectReason.None, Verify(digest, account, Flipped(signature)));
            Assert.Equal(RejectReason.None, Verify(digest, account, signature));
        }
    }

    [Fact]
    [Trait("rule", "SIG-02")]
    public void Only_27_and_28_are_a_v()
    {
        var (digest, account, signature) = Sign(new RandomOrders(Seed));
        for (var v = 0; v <= byte.MaxValue; v++)
        {
            var verdict = Verify(digest, account, signature with { V = (byte)v });
            if (v == signature.V)
            {
                Assert.Equal(RejectReason.None, verdict);
            }
            else if (v is not (27 or 28))
            {
                Assert.Equal(RejectReason.InvalidSignature, verdict);
            }
            else
            {
                Assert.NotEqual(RejectReason.None, verdict);
            }
        }
    }

    [Fact]
    [Trait("rule", "SIG-02")]
    public void Only_65_bytes_are_a_signature()
    {
        var (digest, account, signature) = Sign(new RandomOrders(Seed));
        var bytes = new byte[131];
        signature.CopyTo(bytes);
        for (var length = 0; length < bytes.Length; length++)
        {
            var expected = length == Signature.EncodedBytes ? RejectReason.None : RejectReason.InvalidSignature;
            Assert.Equal(expected, SignatureVerifier.Verify(in digest, account, bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    [Trait("rule", "SIG-02")]
    public void The_compact_64_byte_form_is_refused()
    {
        var (digest, account, signature) = Sign(new RandomOrders(Seed));
        var compact = new byte[65];
        signature.CopyTo(compact);
        compact[32] |= (byte)((signature.V - 27) << 7);
        var verdict = SignatureVerifier.Verify(in digest, account, compact.AsSpan(0, 64));
        Assert.Equal(RejectReason.InvalidSignature, verdict);
    }

    [Fact]
    [Trait("rule", "SIG-03")]
    public void Every_combination_of_edge_r_and_s_is_refused()
    {
        var (digest, account, good) = Sign(new RandomOrders(Seed));
        BigInteger[] outOfRange = [0, N, N + 1, P, P + 1, (BigInteger.One << 256) - 1];
        BigInteger[] all =
            [.. outOfRange, 1, N / 2, (N / 2) + 1, N - 1, NoCoordinate(), Value(good.R), Value(good.S)];
        foreach (var r in all)
        {
            foreach (var s in all)
            {
                foreach (byte v in new byte[] { 27, 28 })
                {
                    if (r == Value(good.R) && s == Value(good.S) && v == good.V)
                    {
                        continue;
                    }

                    var verdict = Verify(digest, account, new Signature { R = Word(r), S = Word(s), V = v });
                    Assert.NotEqual(RejectReason.None, verdict);
                    if (outOfRange.Contains(r) || outOfRange.Contains(s))
                    {
                        Assert.Equal(RejectReason.InvalidSignature, verdict);
                    }
                    else if (s > N / 2)
                    {
                        Assert.Equal(RejectReason.MalleatedSignature, verdict);
                    }
                    else if (r == NoCoordinate())
                    {
                        Assert.Equal(RejectReason.InvalidSignature, verdict);
                    }
                }
            }
        }
    }

    [Fact]
    [Trait("rule", "SIG-04")]
    public void The_zero_address_has_signed_nothing()
    {
        var random = new RandomOrders(Seed);
        for (var count = 0; count < 100; count++)
        {
            var (digest, _, signature) = Sign(random);
            Assert.Equal(RejectReason.WrongSigner, Verify(digest, default, signature));
        }

        // what recovers to infinity: r = x(k·G), s = 1 and a digest chosen so that s·R − z·G = 0
        var infinite = new Signature { R = Word(Gx), S = Word(1), V = 27 };
        Assert.Equal(RejectReason.InvalidSignature, Verify(Word(1), default, infinite));
    }

    [Fact]
    [Trait("rule", "SIG-05")]
    public void No_flipped_bit_of_any_signed_field_passes()
    {
        Console.WriteLine($"seed {Seed}");
        var random = new RandomOrders(Seed);
        for (var count = 0; count < 4; count++)
        {
            var order = random.Next();
            using var key = new PrivateKey(Vectors.Keys[random.Signer]);
            var signature = key.Sign(OrderHash.Digest(Vectors.Domain, in order));
            var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(new Span<SignedOrder>(ref order));
            for (var bit = 0; bit < 8 * bytes.Length; bit++)
            {
                // the layout's padding is no field: behind the time in force, and behind the last instruction
                if (bit / 8 is 31 or >= 251)
                {
                    continue;
                }

                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                var digest = OrderHash.Digest(Vectors.Domain, in order);
                Assert.NotEqual(RejectReason.None, SignatureVerifier.Verify(in digest, key.Address, in signature));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            var again = OrderHash.Digest(Vectors.Domain, in order);
            Assert.Equal(RejectReason.None, SignatureVerifier.Verify(in again, key.Address, in signature));
        }
    }

    [Fact]
    [Trait("rule", "SIG-05")]
    public void No_flipped_bit_of_the_signature_passes()
    {
        var random = new RandomOrders(Seed);
        Span<byte> bytes = stackalloc byte[Signature.EncodedBytes];
        for (var count = 0; count < 8; count++)
        {
            var (digest, account, signature) = Sign(random);
            signature.CopyTo(bytes);
            for (var bit = 0; bit < 8 * bytes.Length; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.NotEqual(RejectReason.None, SignatureVerifier.Verify(in digest, account, bytes));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Fact]
    [Trait("rule", "SIG-09")]
    public void A_signature_is_good_for_its_own_account_only()
    {
        var (digest, account, signature) = Sign(new RandomOrders(Seed));
        foreach (var other in Vectors.Accounts.Where(candidate => candidate != account))
        {
            Assert.Equal(RejectReason.WrongSigner, Verify(digest, other, signature));
        }
    }

    private static BigInteger Gx => Number("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    /// <summary>Smallest positive number that is no x coordinate of y² = x³ + 7.</summary>
    private static BigInteger NoCoordinate()
    {
        for (BigInteger x = 1; ; x++)
        {
            if (!BigInteger.ModPow((x * x * x) + 7, (P - 1) / 2, P).IsOne)
            {
                return x;
            }
        }
    }

    private static (Hash32 Digest, Address Account, Signature Signature) Sign(RandomOrders random)
    {
        var order = random.Next();
        using var key = new PrivateKey(Vectors.Keys[random.Signer]);
        var digest = OrderHash.Digest(Vectors.Domain, in order);
        return (digest, key.Address, key.Sign(in digest));
    }

    private static RejectReason Verify(Hash32 digest, Address account, Signature signature) =>
        SignatureVerifier.Verify(in digest, account, in signature);

    private static Signature Flipped(Signature signature) => signature with { V = (byte)(55 - signature.V) };

    private static BigInteger Number(string hex) =>
        BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static BigInteger Value(Hash32 word) => Number(word.ToString()[2..]);

    private static Hash32 Word(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[Hash32.SizeBytes];
        var encoded = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        encoded.CopyTo(bytes[(bytes.Length - encoded.Length)..]);
        return new Hash32(bytes);
    }
}
