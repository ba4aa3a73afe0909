using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Signing;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Deploy;

/// <summary>Grants a role by the admin's own key; a repeat sends nothing. For test chains.</summary>
internal sealed class RoleGrant(IChain chain, PrivateKey admin, ILogger log)
{
    /// <exception cref="FatalException">The contract refuses, or the node does.</exception>
    public async Task RunAsync(
        ulong chainId, Address contract, string role, Address account, CancellationToken cancel)
    {
        var question = new CallRequest(admin.Address, contract, AccessRoles.Has(role, account));
        if (new AbiReader(await chain.CallAsync(question, cancel)).Boolean())
        {
            return;
        }

        var fees = await chain.FeesAsync(cancel);
        var tip = UInt128.Max(fees.PriorityFeePerGas, SettlementLimits.MinPriorityFeeWei);
        var transaction = new Eip1559Transaction
        {
            ChainId = chainId,
            Nonce = await chain.TransactionCountAsync(admin.Address, includePending: true, cancel),
            MaxPriorityFeePerGas = tip,
            MaxFeePerGas = (2 * fees.BaseFeePerGas) + tip,
            GasLimit = SettlementLimits.GrantRoleGas,
            To = contract,
            Data = AccessRoles.Grant(role, account),
        }.Sign(admin);
        var answer = await chain.SendRawAsync(transaction.Raw, cancel);
        if (answer is not (SendResult.Accepted or SendResult.AlreadyKnown)
            || !(await Receipts.AwaitAsync(chain, transaction.Hash, cancel)).Succeeded)
        {
            throw new FatalException(
                ExitCodes.Software, $"{admin.Address} could not grant {role} of {contract}: {answer}");
        }

        log.LogInformation("{Account} has {Role} of {Contract}", account, role, contract);
    }
}
