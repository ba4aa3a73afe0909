using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Settlement;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Deploy;

const string ProcessName = "settlement";
var verb = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "run";
return await ServiceHost.RunAsync(ProcessName, context => verb switch
{
    "run" => SettlementProcess.RunAsync(args, context),
    "deploy" => DeployAsync(context),
    "address" => AddressAsync(),
    _ => throw new ConfigurationException($"unknown verb {verb}: use run, deploy or address"),
});

async Task DeployAsync(ServiceContext context)
{
    var options = DeployOptions.Parse(args);
    using var key = OperatorKey.Load(options.KeyFile);
    using var chain = new EthereumChain(new JsonRpcClient(options.RpcUrl));
    try
    {
        var deployment = await new Deployer(chain, key, context.Log).RunAsync(options, context.Stopping);
        if (options is { Approver: { } approver, AdminKeyFile: { } adminKeyFile })
        {
            using var admin = OperatorKey.Load(adminKeyFile);
            var grant = new RoleGrant(chain, admin, context.Log);
            var (id, stopping) = (options.ChainId, context.Stopping);
            var vault = Address.Parse(deployment.Vault);
            await grant.RunAsync(id, vault, AccessRoles.Approver, approver, stopping);
            await grant.RunAsync(id, vault, AccessRoles.Treasury, key.Address, stopping);
            if (deployment.Payouts is { } payouts)
            {
                var exchange = Address.Parse(deployment.Exchange);
                await grant.RunAsync(id, exchange, AccessRoles.Payout, Address.Parse(payouts), stopping);
            }
        }

        Console.WriteLine(deployment.ToJson());
    }
    catch (Exception error) when (error is ChainUnavailableException or RpcErrorException)
    {
        throw new FatalException(ExitCodes.Software, $"deploy to {options.RpcUrl} failed: {error.Message}");
    }
}

Task AddressAsync()
{
    using var key = OperatorKey.Load(DeployOptions.Required(args, "--key-file"));
    Console.WriteLine(key.Address);
    return Task.CompletedTask;
}
