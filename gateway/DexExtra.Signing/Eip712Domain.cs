using System.Text;
using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// The EIP-712 domain: which venue, on which chain and contract, a signature is meant for. Immutable, any thread. A
/// deployment has exactly one; it is built from configuration and never cached across a change of chain id (SIG-06).
/// </summary>
public sealed class Eip712Domain
{
    public const string VenueName = "DexExtra";
    public const string VenueVersion = "1";

    private const int DigestPreimageBytes = 2 + (2 * Hash32.SizeBytes);
    private const int Words = 5;

    public Eip712Domain(string name, string version, ulong chainId, Address verifyingContract)
    {
        Name = name;
        Version = version;
        ChainId = chainId;
        VerifyingContract = verifyingContract;
        var words = new WordWriter(stackalloc byte[Words * Hash32.SizeBytes]);
        words.Append(Eip712Type.Domain.TypeHash);
        words.Append(Keccak256.Hash(Encoding.UTF8.GetBytes(name)));
        words.Append(Keccak256.Hash(Encoding.UTF8.GetBytes(version)));
        words.Append(chainId);
        words.Append(verifyingContract);
        Separator = words.Hash();
    }

    public string Name { get; }

    public string Version { get; }

    public ulong ChainId { get; }

    public Address VerifyingContract { get; }

    public Hash32 Separator { get; }

    /// <summary>
    /// This venue's domain: only the chain and the settlement exchange's address differ between deployments.
    /// </summary>
    public static Eip712Domain ForVenue(ulong chainId, Address settlementExchange) =>
        new(VenueName, VenueVersion, chainId, settlementExchange);

    /// <summary>keccak256(0x1901 ‖ separator ‖ struct hash): what is signed. Allocation-free.</summary>
    public Hash32 Digest(in Hash32 structHash)
    {
        Span<byte> preimage = stackalloc byte[DigestPreimageBytes];
        preimage[0] = 0x19;
        preimage[1] = 0x01;
        Separator.CopyTo(preimage[2..]);
        structHash.CopyTo(preimage[(2 + Hash32.SizeBytes)..]);
        return Keccak256.Hash(preimage);
    }
}
