using System.Net;

namespace DexExtra.Gateway.Access;

/// <summary>
/// Addresses and networks (CIDR) from which something is allowed; empty = from everywhere. Immutable; any thread.
/// </summary>
internal sealed class AddressList
{
    public const int MaxNetworks = 16;

    public static readonly AddressList Everywhere = new([]);

    private readonly IReadOnlyList<IPNetwork> _networks;

    private AddressList(IReadOnlyList<IPNetwork> networks) => _networks = networks;

    /// <summary>Parts are separated by a comma and may have blanks around them.</summary>
    public static bool TryParse(string text, out AddressList list)
    {
        list = Everywhere;
        if (string.IsNullOrWhiteSpace(text))
        {
            return text.Length == 0;
        }

        var networks = new List<IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (networks.Count == MaxNetworks || !TryNetwork(part, out var network))
            {
                return false;
            }

            networks.Add(network);
        }

        list = new AddressList(networks);
        return true;
    }

    /// <exception cref="InvalidDataException">A text that was taken once is no list any more.</exception>
    public static AddressList Read(string text) => TryParse(text, out var list)
        ? list
        : throw new InvalidDataException($"the access log allows \"{text}\", which is no list of addresses");

    public bool Allows(IPAddress? remote) =>
        _networks.Count == 0
        || (remote is not null && _networks.Any(network => network.Contains(Plain(remote))));

    private static bool TryNetwork(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address) && (address.ToString() == text || text.Contains(':')))
        {
            var plain = Plain(address);
            network = new IPNetwork(plain, plain.GetAddressBytes().Length * 8);
            return true;
        }

        // bits behind the prefix are a mistake that would allow more than was meant
        return IPNetwork.TryParse(text, out network)
            && IPAddress.TryParse(text.Split('/')[0], out var written) && written.Equals(network.BaseAddress);
    }

    /// <summary>An IPv4 address that came over an IPv6 socket is that IPv4 address.</summary>
    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
