using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Signing;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>
/// UmaOracle on a real chain in front of a stand-in for UMA, seven bytes of code that answer every call with the number
/// of the block: a new assertion id, a low bond. What UMA decides the test says in its name.
/// </summary>
internal sealed class TestOracle
{
    public const string Question = "what will it be?";

    private const string BlockNumberCode = "0x435f5260205ff3";

    private readonly TestVenue _venue;
    private readonly Address _uma = PrivateKey.Generate().Address;

    private TestOracle(TestVenue venue, Address address) => (_venue, Address) = (venue, address);

    public Address Address { get; private set; }

    /// <summary>The oracle is the only one that brings results; the operator may register questions and settle those
    /// that nobody answers.</summary>
    public static async Task<TestOracle> CreateAsync(TestVenue venue)
    {
        var oracle = new TestOracle(venue, default);
        await venue.Node.RpcAsync("anvil_setCode", oracle._uma.ToString(), BlockNumberCode);
        await venue.Node.FundAsync(oracle._uma);
        await venue.Node.RpcAsync("anvil_impersonateAccount", oracle._uma.ToString());
        var payouts = Messages.Address.Parse(venue.Contracts.Payouts!);
        var arguments = AbiWriter.Arguments().Address(payouts).Address(oracle._uma).Address(oracle._uma)
            .Address(venue.Usdc).Address(venue.Alice.Address).Address(venue.Operator.Address);
        oracle.Address = await venue.CreateAsync(venue.Alice, "UmaOracle", arguments);
        await venue.CallAsync(venue.Alice, payouts, AbiWriter.Raw(AccessRoles.Grant(AccessRoles.Oracle, oracle.Address)));
        var revoke = AbiWriter.Call("revokeRole(bytes32,address)").Word(AbiWriter.Topic(AccessRoles.Oracle))
            .Address(venue.Operator.Address);
        await venue.CallAsync(venue.Alice, payouts, revoke);
        var fallback = AccessRoles.Grant("FALLBACK_ROLE", venue.Operator.Address);
        await venue.CallAsync(venue.Alice, oracle.Address, AbiWriter.Raw(fallback));
        await venue.CallAsync(
            venue.Alice, venue.Exchange, AbiWriter.Raw(AccessRoles.Grant(AccessRoles.Payout, payouts)));
        var mint = AbiWriter.Call("mint(address,uint256)").Address(venue.Alice.Address).Unsigned(1_000_000_000);
        await venue.CallAsync(venue.Alice, venue.Usdc, mint);
        var approve = AbiWriter.Call("approve(address,uint256)").Address(oracle.Address).Unsigned(1_000_000_000);
        await venue.CallAsync(venue.Alice, venue.Usdc, approve);
        venue.Section = venue.Section with { OracleAddress = oracle.Address.ToString() };
        return oracle;
    }

    /// <summary>Answers are taken from an hour from now on, for another hour.</summary>
    public async Task RegisterAsync()
    {
        var now = await NowAsync();
        var register = AbiWriter.Call(
                "registerQuestion(uint32,(uint64,uint64,uint64,uint256,bool,bool),bytes)")
            .Unsigned(TestVenue.MarketId)
            .Unsigned(now + 3_600).Unsigned(now + 7_200).Unsigned(600).Unsigned(1).Unsigned(0).Unsigned(0)
            .Unsigned(8 * AbiWriter.WordBytes);
        await _venue.CallAsync(_venue.Operator, Address, Text(register));
        await PassAsync(3_601);
    }

    /// <summary>Alice asserts a value in whole ticks; returns the assertion.</summary>
    public async Task<Hash32> AssertAsync(int ticks)
    {
        var call = AbiWriter.Call("assertValue(uint32,bytes,int256)")
            .Unsigned(TestVenue.MarketId)
            .Unsigned(3 * AbiWriter.WordBytes)
            .Signed(ticks * (Int128)FixedPoint.One);
        var receipt = await _venue.CallAsync(_venue.Alice, Address, Text(call));
        return new Hash32(AbiWriter.Arguments().Unsigned(receipt.BlockNumber).ToArray());
    }

    public Task DisputeAsync(Hash32 assertion) =>
        AsUmaAsync(AbiWriter.Call("assertionDisputedCallback(bytes32)").Word(in assertion));

    public Task ResolveAsync(Hash32 assertion, bool isTrue) => AsUmaAsync(
        AbiWriter.Call("assertionResolvedCallback(bytes32,bool)").Word(in assertion).Unsigned(isTrue ? 1U : 0U));

    public Task PassAsync(ulong seconds) => _venue.Node.RpcAsync("evm_increaseTime", seconds);

    private static AbiWriter Text(AbiWriter call)
    {
        var text = new byte[AbiWriter.WordBytes];
        System.Text.Encoding.ASCII.GetBytes(Question, text);
        return call.Unsigned((UInt128)Question.Length).Word(new Hash32(text));
    }

    private async Task AsUmaAsync(AbiWriter call) => await _venue.Node.RpcAsync("eth_sendTransaction", new
    {
        from = _uma.ToString(),
        to = Address.ToString(),
        data = Hex.Format(call.ToArray()),
        gas = RpcJson.Quantity(1_000_000),
    });

    private async Task<ulong> NowAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        return await _venue.Chain.BlockSecondsAsync((await _venue.Chain.LatestAsync(cancel)).Number, cancel);
    }
}
