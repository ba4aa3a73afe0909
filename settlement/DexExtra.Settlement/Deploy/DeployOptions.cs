using System.Globalization;
using DexExtra.Hosting;
using DexExtra.Messages;

namespace DexExtra.Settlement.Deploy;

/// <summary>Arguments of the verb <c>deploy</c>.</summary>
internal sealed record DeployOptions(
    Uri RpcUrl, ulong ChainId, string KeyFile, Address Admin, string ArtifactsFolder, string OutFile)
{
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
            Required(args, "--out"));
    }

    internal static string Required(string[] args, string name) =>
        VenueConfig.Argument(args, name) ?? throw new ConfigurationException($"the option {name} is missing");
}
