using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Signing;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Deploy;

/// <summary>
/// Puts the four contracts on the chain with all roles set by their constructors: the vault is given the address that
/// the exchange will have, so no moment exists in which the deploying key may move money. The deploying key becomes the
/// operator. Repeating it is harmless while the output file names living contracts. A crash in between leaves contracts
/// nobody uses; the next run starts over.
/// </summary>
internal sealed class Deployer(IChain chain, PrivateKey key, ILogger log)
{
    /// <summary>Returns the existing deployment when it is alive, else a new one saved to the output file.</summary>
    public async Task<Deployment> RunAsync(DeployOptions options, CancellationToken cancel)
    {
        var actual = await chain.ChainIdAsync(cancel);
        if (actual != options.ChainId)
        {
            throw new FatalException(
                ExitCodes.Configuration, $"the node is on chain {actual}, not on chain {options.ChainId}");
        }

        if (Deployment.TryLoad(options.OutFile) is { } existing && await IsAliveAsync(existing, actual, cancel))
        {
            log.LogInformation("the contracts of {File} are on chain {ChainId} already", options.OutFile, actual);
            return existing;
        }

        var deployment = await DeployAsync(options, cancel);
        deployment.Save(options.OutFile);
        return deployment;
    }

    private async Task<bool> IsAliveAsync(Deployment existing, ulong chainId, CancellationToken cancel)
    {
        var alive = existing.ChainId == chainId;
        foreach (var contract in existing.Contracts)
        {
            alive = alive && await chain.HasCodeAsync(contract, cancel);
        }

        if (!alive)
        {
            log.LogWarning("the recorded contracts are not on chain {ChainId}: deploying new ones", chainId);
        }

        return alive;
    }

    private async Task<Deployment> DeployAsync(DeployOptions options, CancellationToken cancel)
    {
        var nonce = await chain.TransactionCountAsync(key.Address, includePending: true, cancel);
        var exchangeAddress = CreatedAddress(key.Address, nonce + 2);

        var usdc = await CreateAsync("TestUSDC", options, nonce, AbiWriter.Arguments(), cancel);
        var vaultArguments = AbiWriter.Arguments()
            .Address(options.Admin).Address(exchangeAddress).Unsigned(3 * AbiWriter.WordBytes)
            .Unsigned(1).Address(usdc.Contract);
        var vault = await CreateAsync("CentralVault", options, nonce + 1, vaultArguments, cancel);
        var exchangeArguments = AbiWriter.Arguments()
            .Address(vault.Contract).Address(options.Admin).Address(key.Address);
        var exchange = await CreateAsync("SettlementExchange", options, nonce + 2, exchangeArguments, cancel);
        if (exchange.Contract != exchangeAddress)
        {
            throw new FatalException(
                ExitCodes.Software, $"the exchange is at {exchange.Contract}, expected at {exchangeAddress}");
        }

        // the operator is the oracle of a test chain; elsewhere the admin lets UmaOracle be it and revokes this
        var payoutsArguments = AbiWriter.Arguments()
            .Address(exchange.Contract).Address(options.Admin).Address(key.Address).Address(key.Address);
        var payouts = await CreateAsync("MarketPayouts", options, nonce + 3, payoutsArguments, cancel);
        return new Deployment(
            options.ChainId,
            usdc.Contract.ToString(),
            vault.Contract.ToString(),
            exchange.Contract.ToString(),
            vault.BlockNumber,
            payouts.Contract.ToString());
    }

    private async Task<(Address Contract, ulong BlockNumber)> CreateAsync(
        string contract, DeployOptions options, ulong nonce, AbiWriter arguments, CancellationToken cancel)
    {
        byte[] data = [.. Artifact.ByteCode(options.ArtifactsFolder, contract), .. arguments.ToArray()];
        var fees = await chain.FeesAsync(cancel);
        var tip = UInt128.Max(fees.PriorityFeePerGas, SettlementLimits.MinPriorityFeeWei);
        var gas = await chain.EstimateGasAsync(new CallRequest(key.Address, null, data), cancel);
        var transaction = new Eip1559Transaction
        {
            ChainId = options.ChainId,
            Nonce = nonce,
            MaxPriorityFeePerGas = tip,
            MaxFeePerGas = (2 * fees.BaseFeePerGas) + tip,
            GasLimit = gas + (gas / 4),
            To = null,
            Data = data,
        }.Sign(key);
        var answer = await chain.SendRawAsync(transaction.Raw, cancel);
        if (answer is not (SendResult.Accepted or SendResult.AlreadyKnown))
        {
            throw new FatalException(
                ExitCodes.Software, $"the node refused the creation of {contract} by {key.Address}: {answer}");
        }

        var receipt = await Receipts.AwaitAsync(chain, transaction.Hash, cancel);
        if (!receipt.Succeeded || receipt.CreatedContract is not { } address)
        {
            throw new FatalException(ExitCodes.Software, $"the creation of {contract} reverted");
        }

        log.LogInformation("{Contract} at {Address} in block {Block}", contract, address, receipt.BlockNumber);
        return (address, receipt.BlockNumber);
    }

    /// <summary>Address of the contract that this account creates with this nonce.</summary>
    internal static Address CreatedAddress(Address creator, ulong nonce)
    {
        var bytes = new byte[Address.SizeBytes];
        creator.CopyTo(bytes);
        var hash = new byte[Hash32.SizeBytes];
        Keccak256.Hash(Rlp.List(Rlp.Bytes(bytes), Rlp.Integer(nonce)), hash);
        return new Address(hash.AsSpan(Hash32.SizeBytes - Address.SizeBytes));
    }
}
