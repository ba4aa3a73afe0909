using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;

namespace DexExtra.Settlement;

/// <summary>
/// Proves on every connection that the node is on the right chain and that the configured contracts are the venue's
/// (CHN-07). A contradiction is a mistake of the deployment and ends the process.
/// </summary>
internal sealed class ChainGuard(
    IChain chain, SettlementSection section, Address operatorAddress, Address? approverAddress)
{
    /// <exception cref="FatalException">Wrong chain, missing contract, other vault, or no operator role.</exception>
    public async Task CheckAsync(CancellationToken cancel)
    {
        var chainId = await chain.ChainIdAsync(cancel);
        Demand(chainId == section.ChainId, $"the node is on chain {chainId}, not on chain {section.ChainId}");
        var (vaultAddress, exchangeAddress) = (section.Vault, section.Exchange);
        Demand(await chain.HasCodeAsync(vaultAddress, cancel), $"no contract at vaultAddress {vaultAddress}");
        Demand(await chain.HasCodeAsync(exchangeAddress, cancel), $"no contract at exchangeAddress {exchangeAddress}");
        var vault = await AskAsync(ExchangeContract.Vault(), cancel);
        Demand(new AbiReader(vault).Address() == vaultAddress, "the exchange contract uses another vault");
        var role = await AskAsync(ExchangeContract.HasOperatorRole(operatorAddress), cancel);
        Demand(new AbiReader(role).Boolean(), $"{operatorAddress} has no operator role on the exchange contract");
        if (approverAddress is { } approver)
        {
            var call = new CallRequest(operatorAddress, vaultAddress, AccessRoles.Has(AccessRoles.Approver, approver));
            var approves = await chain.CallAsync(call, cancel);
            Demand(new AbiReader(approves).Boolean(), $"{approver} has no approver role on the vault contract");
        }
    }

    /// <summary>The newest block, and the newest that counts as final under the configured rule (X7).</summary>
    public async Task<ChainPosition> PositionAsync(CancellationToken cancel)
    {
        // the final block first: it can only be further behind by the time the newest is read
        var tagged = section.FinalityDepth is null ? await chain.FinalizedAsync(cancel) : null;
        var latest = (await chain.LatestAsync(cancel)).Number;
        var depth = section.FinalityDepth ?? SettlementLimits.FallbackFinalityBlocks;
        var behind = latest > depth ? latest - depth : 0;
        return new ChainPosition(latest, tagged is null ? behind : Math.Min(tagged.Number, latest));
    }

    private Task<byte[]> AskAsync(byte[] data, CancellationToken cancel) =>
        chain.CallAsync(new CallRequest(operatorAddress, section.Exchange, data), cancel);

    private static void Demand(bool holds, string mistake)
    {
        if (!holds)
        {
            throw new FatalException(ExitCodes.Configuration, mistake);
        }
    }
}
