using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Login challenges of REST that cost no memory until they are answered: time (8 bytes), random (8), and a keyed hash
/// of both and the account (16), under a key that lives as long as the process. Each may be answered once. Any thread.
/// </summary>
internal sealed class LoginChallenges(GatewayClock clock, ulong lifetimeSeconds = GatewayLimits.ChallengeSeconds)
{
    private const int TimeBytes = 8;
    private const int RandomBytes = 8;
    private const int SeedBytes = TimeBytes + RandomBytes;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly ConcurrentDictionary<Hash32, ulong> _used = new();

    public Hash32 Issue(Address account)
    {
        Span<byte> challenge = stackalloc byte[Hash32.SizeBytes];
        BinaryPrimitives.WriteUInt64BigEndian(challenge, clock.UnixSeconds);
        RandomNumberGenerator.Fill(challenge[TimeBytes..SeedBytes]);
        Authenticate(challenge[..SeedBytes], account, challenge[SeedBytes..]);
        return new Hash32(challenge);
    }

    /// <summary>True once per challenge issued to this account within its lifetime.</summary>
    public bool TryConsume(Address account, in Hash32 challenge)
    {
        Span<byte> bytes = stackalloc byte[Hash32.SizeBytes];
        Span<byte> expected = stackalloc byte[Hash32.SizeBytes - SeedBytes];
        challenge.CopyTo(bytes);
        Authenticate(bytes[..SeedBytes], account, expected);
        var issued = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return CryptographicOperations.FixedTimeEquals(expected, bytes[SeedBytes..])
            && clock.UnixSeconds <= issued + lifetimeSeconds
            && _used.TryAdd(challenge, issued);
    }

    /// <summary>Forgets used challenges that are too old to be answered anyway.</summary>
    public void DropOld()
    {
        foreach (var (challenge, issued) in _used)
        {
            if (clock.UnixSeconds > issued + lifetimeSeconds)
            {
                _used.TryRemove(challenge, out _);
            }
        }
    }

    private void Authenticate(ReadOnlySpan<byte> seed, Address account, Span<byte> destination)
    {
        Span<byte> input = stackalloc byte[SeedBytes + Address.SizeBytes];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        seed.CopyTo(input);
        account.CopyTo(input[SeedBytes..]);
        HMACSHA256.HashData(_key, input, hash);
        hash[..destination.Length].CopyTo(destination);
    }
}
