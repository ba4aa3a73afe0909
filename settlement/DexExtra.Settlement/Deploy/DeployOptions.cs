using System.Globalization;
using DexExtra.Hosting;
using DexExtra.Messages;

namespace DexExtra.Settlement.Deploy;

/// <summary>Arguments of the verb <c>deploy</c>.</summary>
internal sealed record DeployOptions(
    Uri RpcUrl, ulong ChainId, string KeyFile, Address Admin, string ArtifactsFolder, string OutFile)
{
    /// <summary>Signs withdrawals; null: the admin grants roles himself.</summary>
    public Address? Approver { get; init; }

    /// <summary>The admin's secret key, for test chains: elsewhere the admin is a timelock.</summary>
    public string? AdminKeyFile { get; init; }

    /// <exception cref="ConfigurationException">An option is missing or malformed.</exception>
    public static DeployOptions Parse(string[] args)
    {
        var chainId = Required(args, "--chain-id");
        var admin = Required(args, "--admin");
        return new DeployOptions(
            Uri.TryCreate(Required(args, "--rpc"), UriKind.Absolute, out var url)
                ? url
                : throw new ConfigurationException("--rpc is not a URL"),
            ulong.TryParse(chainId, CultureInfo.InvariantCulture, out var id) && id > 0
                ? id
                : throw new ConfigurationException($"--chain-id {chainId} is not a positive number"),
            Required(args, "--key-file"),
            Address.TryParse(admin, out var address) && !address.IsZero
                ? address
                : throw new ConfigurationException($"--admin {admin} is not an address"),
            Required(args, "--artifacts"),
            Required(args, "--out"))
        {
            Approver = ApproverOf(args),
            AdminKeyFile = VenueConfig.Argument(args, "--admin-key-file"),
        };
    }

    private static Address? ApproverOf(string[] args)
    {
        if (VenueConfig.Argument(args, "--approver") is not { } text)
        {
            return null;
        }

        _ = Required(args, "--admin-key-file");
        return Address.TryParse(text, out var address) && !address.IsZero
            ? address
            : throw new ConfigurationException($"--approver {text} is not an address");
    }

    internal static string Required(string[] args, string name) =>
        VenueConfig.Argument(args, name) ?? throw new ConfigurationException($"the option {name} is missing");
}
