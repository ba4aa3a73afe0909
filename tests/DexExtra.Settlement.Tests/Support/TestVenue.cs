using System.Security.Cryptography;
using DexExtra.Hosting;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Deploy;
using DexExtra.Signing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>
/// A whole venue around the settlement agent: freshly deployed contracts on a real chain, the real engine, two funded
/// traders. Tests turn the agent by hand, so that they decide what happens between two steps.
/// </summary>
internal sealed class TestVenue : IDisposable
{
    public const uint MarketId = 7;

    private readonly byte[] _operatorSecret = RandomNumberGenerator.GetBytes(Secp256k1.SecretKeyBytes);
    private readonly byte[] _approverSecret = RandomNumberGenerator.GetBytes(Secp256k1.SecretKeyBytes);
    private readonly string _folder = Directory.CreateTempSubdirectory("settlement-test-").FullName;
    private ulong _nonce;

    private TestVenue(AnvilNode node)
    {
        Node = node;
        Venue = new VenueSection
        {
            Name = "test",
            DataFolder = Path.Combine(_folder, "data"),
            RunFolder = Path.Combine(_folder, "run"),
        };
        Chain = new EthereumChain(new JsonRpcClient(node.Url));
        Engine = new LocalEngine(Venue);
        Operator = new PrivateKey(_operatorSecret);
    }

    public AnvilNode Node { get; }

    public VenueSection Venue { get; }

    public EthereumChain Chain { get; }

    public LocalEngine Engine { get; }

    public PrivateKey Operator { get; private init; }

    public PrivateKey Alice { get; private init; } = PrivateKey.Generate();

    public PrivateKey Bob { get; private init; } = PrivateKey.Generate();

    /// <summary>Has no role before <see cref="OpenWithdrawalsAsync"/>; null: the agent pays nothing.</summary>
    public PrivateKey? Approver { get; private set; }

    public Deployment Contracts { get; private set; } = null!;

    public Address Exchange => Address.Parse(Contracts.Exchange);

    public Address Vault => Address.Parse(Contracts.Vault);

    public Address Usdc => Address.Parse(Contracts.Usdc);

    /// <summary>What traders sign for.</summary>
    public Eip712Domain Domain => Eip712Domain.ForVenue(AnvilNode.ChainId, Exchange);

    public string OutboxFolder => Path.Combine(Venue.DataFolder, "settlement", "outbox");

    public SettlementSection Section { get; set; } = null!;

    /// <summary>Contracts deployed, asset and market created in the engine; no deposits yet.</summary>
    public static async Task<TestVenue> CreateAsync(AnvilNode node, MarketLife? life = null)
    {
        var venue = new TestVenue(node);
        foreach (var key in new[] { venue.Operator, venue.Alice, venue.Bob })
        {
            await node.FundAsync(key.Address);
        }

        var options = new DeployOptions(
            node.Url,
            AnvilNode.ChainId,
            "",
            venue.Alice.Address,
            ContractsBuild.ArtifactsFolder,
            Path.Combine(venue._folder, "contracts.json"));
        var deployer = new Deployer(venue.Chain, venue.Operator, NullLogger.Instance);
        venue.Contracts = await deployer.RunAsync(options, TestContext.Current.CancellationToken);
        venue.Section = new SettlementSection
        {
            HealthPort = 1,
            SourceId = 100,
            RpcUrl = node.Url.ToString(),
            ChainId = AnvilNode.ChainId,
            VaultAddress = venue.Contracts.Vault,
            ExchangeAddress = venue.Contracts.Exchange,
            PayoutsAddress = venue.Contracts.Payouts,
            DeployBlock = venue.Contracts.DeployBlock,
            OperatorKeyFile = "unused",
            BatchMaxAgeMs = 0,
        };
        venue.ListMarket(life ?? MarketLives.Far);
        return venue;
    }

    /// <summary>The same contracts, keys and deposits, but an engine that knows nothing: a log that was lost.</summary>
    public TestVenue WithEmptyLog()
    {
        const ulong OtherNonces = 1_000_000;
        var venue = new TestVenue(Node)
        {
            Operator = Operator,
            Alice = Alice,
            Bob = Bob,
            Contracts = Contracts,
            Section = Section,
            _nonce = OtherNonces,
        };
        venue.ListMarket(MarketLives.Far);
        return venue;
    }

    /// <summary>Deposits whole USDC on chain; not yet final, not yet in the engine.</summary>
    public async Task DepositAsync(PrivateKey trader, uint usdc)
    {
        var amount = (UInt128)usdc * 1_000_000;
        await CallAsync(trader, Usdc, AbiWriter.Call("mint(address,uint256)").Address(trader.Address).Unsigned(amount));
        await CallAsync(trader, Usdc, AbiWriter.Call("approve(address,uint256)").Address(Vault).Unsigned(amount));
        var deposit = AbiWriter.Call("deposit(address,uint32,uint256)").Address(Usdc).Unsigned(0).Unsigned(amount);
        await CallAsync(trader, Vault, deposit);
    }

    /// <summary>Writes the operator's key as the program wants it.</summary>
    public void SaveOperatorKey(string path) => SaveKey(path, _operatorSecret);

    /// <summary>Writes the approver's key and returns the path; null without an approver.</summary>
    public string? SaveApproverKey(string path)
    {
        if (Approver is null)
        {
            return null;
        }

        SaveKey(path, _approverSecret);
        return path;
    }

    /// <summary>Deposits for both traders, final on chain and credited in the engine.</summary>
    public async Task FundTradersAsync(uint usdc = 100_000, uint? bob = null)
    {
        await DepositAsync(Alice, usdc);
        await DepositAsync(Bob, bob ?? usdc);
        await Node.MineAsync(2);
        using var agent = OpenAgent();
        await agent.RunUntilAsync(() => agent.Book.LastDepositId == 2);
    }

    /// <summary>Makes matches of one lot at price 40: alice buys, bob sells.</summary>
    public void Trade(int matches, Func<SignedOrder, SignedOrder>? tamperBuy = null)
    {
        for (var index = 0; index < matches; index++)
        {
            Place(Bob, Side.Sell, static order => order);
            Place(Alice, Side.Buy, tamperBuy ?? (static order => order));
        }
    }

    /// <summary>Places one order; tampering changes what the signature covers, not what the engine sees.</summary>
    public void Place(PrivateKey trader, Side side, Func<SignedOrder, SignedOrder> tamper)
    {
        var order = NextOrder(trader, side);
        var digest = OrderHash.Digest(Domain, tamper(order));
        var command = new NewOrder
        {
            Order = order,
            Signature = trader.Sign(in digest),
            OrderHash = OrderHash.Digest(Domain, in order),
            ClientOrderId = _nonce,
            PriceTicks = 40,
            QuantityLots = 1,
        };
        Engine.Apply(CommandType.NewOrder, in command);
    }

    /// <summary>Places one order that is signed as it is, but that the gateway would never let in; returns its
    /// nonce.</summary>
    public ulong PlaceChanged(
        PrivateKey trader, Side side, Func<SignedOrder, SignedOrder>? change = null,
        Func<Signature, Signature>? sign = null)
    {
        var order = NextOrder(trader, side);
        order = change is null ? order : change(order);
        var digest = OrderHash.Digest(Domain, in order);
        var good = trader.Sign(in digest);
        var command = new NewOrder
        {
            Order = order,
            Signature = sign is null ? good : sign(good),
            OrderHash = digest,
            ClientOrderId = _nonce,
            PriceTicks = 40,
            QuantityLots = 1,
        };
        Engine.Apply(CommandType.NewOrder, in command);
        return order.Nonce;
    }

    /// <summary>Places one order that a session key signed under a grant.</summary>
    public void PlaceByKey(PrivateKey key, uint grantId, PrivateKey trader, Side side, ulong? expirySeconds = null)
    {
        var order = NextOrder(trader, side);
        order.ExpirySeconds = expirySeconds ?? order.ExpirySeconds;
        var digest = OrderHash.Digest(Domain, in order);
        var command = new NewOrder
        {
            Order = order,
            Signature = key.Sign(in digest),
            OrderHash = digest,
            ClientOrderId = _nonce,
            PriceTicks = 40,
            QuantityLots = 1,
            GrantId = grantId,
        };
        Engine.Apply(CommandType.NewOrder, in command);
    }

    /// <summary>Grants a key everything for two days; somebody else may sign it, which the engine does not see.</summary>
    public SetSessionKey Grant(PrivateKey owner, PrivateKey key, PrivateKey? signer = null)
    {
        var grant = new SetSessionKey
        {
            Action = SessionKeyAction.Grant,
            Owner = owner.Address,
            Key = key.Address,
            Subaccount = SetSessionKey.AllSubaccounts,
            Permissions = SessionKeyPermissions.Trade | SessionKeyPermissions.Cancel,
            ExpiresAtSeconds = LocalEngine.NowSeconds + (2 * 86_400),
            Nonce = ++_nonce,
        };
        grant.Signature = (signer ?? owner).Sign(SessionKeyHash.Digest(Domain, in grant));
        Engine.Apply(CommandType.SetSessionKey, in grant);
        return grant;
    }

    public void Revoke(PrivateKey owner, in SetSessionKey grant)
    {
        var revocation = new SetSessionKey
        {
            Action = SessionKeyAction.Revoke,
            Owner = grant.Owner,
            Key = grant.Key,
            Nonce = grant.Nonce,
        };
        revocation.Signature = owner.Sign(SessionKeyHash.Digest(Domain, in revocation));
        Engine.Apply(CommandType.SetSessionKey, in revocation);
    }

    /// <summary>Lets somebody trade again who was locked because a trade of his failed.</summary>
    public void Unlock(PrivateKey trader)
    {
        var request = new UnlockAccount { Account = new AccountId(trader.Address, 0) };
        Engine.Apply(CommandType.UnlockAccount, in request);
    }

    /// <summary>A good order of one lot at price 40 with the next nonce.</summary>
    public SignedOrder NextOrder(PrivateKey trader, Side side) => new()
    {
        Account = new AccountId(trader.Address, 0),
        MarketId = MarketId,
        Side = side,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.GoodTillCancel,
        Version = SignedOrder.FirstVersion,
        LimitPrice = 40 * FixedPoint.One,
        Quantity = FixedPoint.One,
        MaxFeePerUnit = FixedPoint.One,
        ExpirySeconds = LocalEngine.NowSeconds + 86_400,
        Nonce = ++_nonce,
    };

    /// <summary>From now on agents pay withdrawals: the admin, who is alice, grants the role.</summary>
    public async Task OpenWithdrawalsAsync()
    {
        Approver = new PrivateKey(_approverSecret);
        await CallAsync(Alice, Vault, AbiWriter.Raw(AccessRoles.Grant(AccessRoles.Approver, Approver.Address)));
    }

    /// <summary>From now on the operator may pay collected fees into balances.</summary>
    public Task OpenFundsAsync()
    {
        var grant = AccessRoles.Grant(AccessRoles.Treasury, Operator.Address);
        return CallAsync(Alice, Vault, AbiWriter.Raw(grant));
    }

    /// <summary>Whole USDC of somebody's balance, in the engine; the recipient is himself unless said.</summary>
    public void RequestWithdrawal(PrivateKey trader, uint usdc, Address? recipient = null)
    {
        var request = new RequestWithdrawal
        {
            Account = new AccountId(trader.Address, 0),
            Recipient = recipient ?? trader.Address,
            AssetId = 1,
            Amount = usdc * (Int128)FixedPoint.One,
            Nonce = ++_nonce,
        };
        Engine.Apply(CommandType.RequestWithdrawal, in request);
    }

    public AgentRun OpenAgent(IMappedStorage? storage = null, IChain? chain = null) =>
        new(this, storage ?? FileStorage.Instance, chain ?? Chain);

    /// <summary>Every settlement event of the log, such as "1-5 Submitted #1".</summary>
    public IReadOnlyList<string> SettlementEvents()
    {
        var lines = new List<string>();
        using var reader = EventLogReader.Open(Venue.EventsFolder, 0);
        while (reader.TryRead(out _, out var payload))
        {
            foreach (var item in new EventFrame(payload))
            {
                if (item.Type == EventType.SettlementChanged)
                {
                    lines.Add(Describe(in item.Body<SettlementUpdate>()));
                }
            }
        }

        return lines;
    }

    /// <summary>The ranges of the batches that settled something, such as "1-40".</summary>
    public async Task<IReadOnlyList<string>> BatchesAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        var latest = (await Chain.LatestAsync(cancel)).Number;
        Hash32[] topics = [AbiWriter.Topic("BatchSettled(uint64,uint64)")];
        var logs = await Chain.LogsAsync(new LogFilter(Exchange, topics, Contracts.DeployBlock, latest), cancel);
        return [.. logs.Select(log => $"{Number(log.Topics[1])}-{Number(log.Topics[2])}")];
    }

    /// <summary>Chain and engine hold the same balances and positions for both traders, and nothing is under
    /// way.</summary>
    public async Task AssertAgreementAsync()
    {
        foreach (var trader in new[] { Alice.Address, Bob.Address })
        {
            var account = new AccountId(trader, 0);
            Assert.Equal(Engine.Core.View.Balance(in account, 1).Available, (Int128)await VaultBalanceAsync(trader));
            var lots = Engine.Core.View.Position(in account, MarketId).Lots;
            Assert.Equal(lots * (Int128)FixedPoint.One, await PositionAsync(trader));
        }

        Engine.Core.Audit();
    }

    public async Task<UInt128> VaultBalanceAsync(Address account)
    {
        var call = AbiWriter.Call("balanceOf(address,uint32,address)").Address(account).Unsigned(0).Address(Usdc);
        return new AbiReader(await AskAsync(Vault, call)).Unsigned();
    }

    public async Task<Int128> PositionAsync(Address account)
    {
        var call = AbiWriter.Call("positionOf(address,uint32,uint32)").Address(account).Unsigned(0).Unsigned(MarketId);
        return new AbiReader(await AskAsync(Exchange, call)).Signed();
    }

    public async Task<byte[]> AskAsync(Address contract, AbiWriter call) => await Chain.CallAsync(
        new CallRequest(Operator.Address, contract, call.ToArray()), TestContext.Current.CancellationToken);

    /// <summary>Sends a call and waits for its receipt.</summary>
    public Task<TransactionReceipt> CallAsync(PrivateKey sender, Address contract, AbiWriter call) =>
        SendAsync(sender, contract, call.ToArray(), gas: 1_000_000);

    /// <summary>Creates one more contract; returns its address.</summary>
    public async Task<Address> CreateAsync(PrivateKey sender, string contract, AbiWriter arguments)
    {
        byte[] code = [.. Artifact.ByteCode(ContractsBuild.ArtifactsFolder, contract), .. arguments.ToArray()];
        return (await SendAsync(sender, null, code, gas: 10_000_000)).CreatedContract!.Value;
    }

    public void Dispose()
    {
        Engine.Dispose();
        Chain.Dispose();
        Operator.Dispose();
        Alice.Dispose();
        Bob.Dispose();
        Approver?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<TransactionReceipt> SendAsync(PrivateKey sender, Address? contract, byte[] data, ulong gas)
    {
        var cancel = TestContext.Current.CancellationToken;
        var fees = await Chain.FeesAsync(cancel);
        var transaction = new Eip1559Transaction
        {
            ChainId = AnvilNode.ChainId,
            Nonce = await Chain.TransactionCountAsync(sender.Address, includePending: true, cancel),
            MaxPriorityFeePerGas = 1,
            MaxFeePerGas = (2 * fees.BaseFeePerGas) + 1,
            GasLimit = gas,
            To = contract,
            Data = data,
        }.Sign(sender);
        Assert.Equal(SendResult.Accepted, await Chain.SendRawAsync(transaction.Raw, cancel));
        TransactionReceipt? receipt = null;
        while (receipt is null)
        {
            receipt = await Chain.ReceiptAsync(transaction.Hash, cancel);
        }

        Assert.True(receipt.Succeeded);
        return receipt;
    }

    private static void SaveKey(string path, byte[] secret)
    {
        File.WriteAllText(path, Convert.ToHexStringLower(secret));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static ulong Number(Hash32 topic)
    {
        var word = new byte[Hash32.SizeBytes];
        topic.CopyTo(word);
        return new AbiReader(word).UInt64();
    }

    private static string Describe(in SettlementUpdate update)
    {
        var code = update.FailureCode == 0 ? "" : $" {(TradeFailure)update.FailureCode}";
        return $"{update.FirstMatchId}-{update.LastMatchId} {update.State} #{update.Attempt}{code}";
    }

    private void ListMarket(MarketLife life)
    {
        FixedText64.TryCreate("USDC", out var symbol);
        FixedText64.TryCreate("TEST-METRIC", out var metric);
        var asset = new ListAsset { AssetId = 1, TokenDecimals = 6, Token = Usdc, Symbol = symbol };
        Engine.Apply(CommandType.ListAsset, in asset);
        var market = new CreateMarket
        {
            MarketId = MarketId,
            AssetId = 1,
            TickSize = FixedPoint.One,
            LotSize = FixedPoint.One,
            Multiplier = FixedPoint.One,
            FloorTicks = -20,
            CapTicks = 80,
            TakerFeePerLot = 300,
            MakerFeePerLot = 100,
            MaxOrderLots = 1_000,
            ProtectionTicks = 10,
            QuestionHash = Keccak256.Hash("what will it be?"u8),
            MetricId = metric,
            InitialState = MarketState.Continuous,
            Life = life,
        };
        Engine.Apply(CommandType.CreateMarket, in market);
    }
}
