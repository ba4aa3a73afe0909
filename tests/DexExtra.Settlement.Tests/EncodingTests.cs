using System.Globalization;
using System.Text.Json;
using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Deploy;
using DexExtra.Settlement.Tests.Support;
using DexExtra.Signing;

namespace DexExtra.Settlement.Tests;

/// <summary>Our bytes equal those of an independent library, and our signatures those of the compiled
/// contracts.</summary>
public sealed class EncodingTests
{
    private static readonly JsonElement Vectors = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "chain-v3.json"))).RootElement;

    [Fact]
    public void Transactions_are_signed_and_encoded_as_the_library_does()
    {
        using var key = Key();
        foreach (var vector in Vectors.GetProperty("transactions").EnumerateArray())
        {
            var to = vector.GetProperty("to").GetString();
            var data = new byte[vector.GetProperty("dataBytes").GetInt32()];
            var first = vector.GetProperty("dataFirst").GetString()!;
            Array.Fill(data, first.Length > 2 ? Convert.ToByte(first[2..], 16) : (byte)0);
            var signed = new Eip1559Transaction
            {
                ChainId = 137,
                Nonce = (ulong)Number(vector, "nonce"),
                MaxPriorityFeePerGas = Number(vector, "tip"),
                MaxFeePerGas = Number(vector, "maxFee"),
                GasLimit = (ulong)Number(vector, "gas"),
                To = to is null ? null : Address.Parse(to),
                Data = data,
            }.Sign(key);
            Assert.Equal(vector.GetProperty("rawHash").GetString(), signed.Hash.ToString());
            if (vector.GetProperty("raw").GetString() is { } raw)
            {
                Assert.Equal(raw, Hex.Format(signed.Raw));
            }
        }
    }

    [Fact]
    public void Created_addresses_are_derived_as_the_library_does()
    {
        using var key = Key();
        Assert.Equal(Vectors.GetProperty("address").GetString(), key.Address.ToString());
        foreach (var vector in Vectors.GetProperty("created").EnumerateArray())
        {
            var address = Deployer.CreatedAddress(key.Address, (ulong)Number(vector, "nonce"));
            Assert.Equal(vector.GetProperty("address").GetString(), address.ToString());
        }
    }

    [Fact]
    public void Settle_and_register_calls_are_encoded_as_the_library_does()
    {
        using var key = Key();
        MatchEntry[] matches =
        [
            Match(key.Address, 1, -5 * FixedPoint.One, FixedPoint.One),
            Match(key.Address, 2, Int128.One << 95, Int128.One << 90),
        ];
        Assert.Equal(Vectors.GetProperty("settle").GetString(), Hex.Format(ExchangeContract.Settle(matches)));
        var market = new MarketTerms(
            3, key.Address, 1, 1, -(Int128.One << 95), Int128.One << 95, Int128.One << 60, Filled(0x5a),
            SettlesByTrade: true);
        Assert.Equal(
            Vectors.GetProperty("registerMarket").GetString(), Hex.Format(ExchangeContract.RegisterMarket(market)));
    }

    [Fact]
    public void Signatures_equal_the_compiled_interface()
    {
        var exchange = Interface("SettlementExchange");
        Assert.Contains("function " + ExchangeContract.SettleSignature, exchange);
        Assert.Contains("function " + ExchangeContract.RegisterSignature, exchange);
        Assert.Contains("event " + ExchangeContract.TradeSettledSignature, exchange);
        Assert.Contains("event " + ExchangeContract.TradeFailedSignature, exchange);
        Assert.Contains("function market(uint32)", exchange);
        Assert.Contains("function vault()", exchange);
        Assert.Contains("function hasRole(bytes32,address)", exchange);
        Assert.Contains("event " + OwnerContract.CancelSignature, exchange);
        Assert.Contains("event " + OwnerContract.EpochSignature, exchange);
        var vault = Interface("CentralVault");
        Assert.Contains("event " + VaultContract.DepositedSignature, vault);
        Assert.Contains("event " + OwnerContract.ExitRequestedSignature, vault);
        Assert.Contains("event " + OwnerContract.ExitPaidSignature, vault);
        Assert.Contains("event " + OwnerContract.ExitCancelledSignature, vault);
        Assert.Contains("function " + FundContract.PayFundsSignature, vault);
        Assert.Contains("function " + FundContract.LastFundPaymentSignature, vault);
        Assert.Contains("function " + FundContract.BalanceOfSignature, vault);
        var oracle = Interface("UmaOracle");
        Assert.Contains("event " + OracleContract.ProposedSignature, oracle);
        Assert.Contains("event " + OracleContract.DisputedSignature, oracle);
        Assert.Contains("event " + OracleContract.RejectedSignature, oracle);
        Assert.Contains("event " + OracleContract.ConfirmedSignature, oracle);
        Assert.Contains("function " + OracleContract.FallbackSignature, oracle);
    }

    [Theory]
    [InlineData(0, "80")]
    [InlineData(127, "7f")]
    [InlineData(128, "8180")]
    [InlineData(1024, "820400")]
    public void Integers_are_minimal(int value, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(Rlp.Integer((UInt128)value)));

    [Fact]
    [Trait("rule", "SIG-10")]
    public void Session_key_calls_are_encoded_as_the_library_does()
    {
        using var key = Key();
        var entry = Grant(key.Address);
        entry.EndedNs = 1_900_000_000_000_000_000;
        Assert.Equal(
            Vectors.GetProperty("registerSessionKey").GetString(),
            Hex.Format(ExchangeContract.RegisterSessionKey(entry.Grant)));
        Assert.Equal(
            Vectors.GetProperty("revokeSessionKey").GetString(), Hex.Format(ExchangeContract.RevokeSessionKey(entry)));
        var exchange = Interface("SettlementExchange");
        Assert.Contains("function " + ExchangeContract.RegisterSessionKeySignature, exchange);
        Assert.Contains("function " + ExchangeContract.RevokeSessionKeySignature, exchange);
        Assert.Contains("function " + ExchangeContract.SessionKeyScopeSignature, exchange);
        Assert.Contains("function " + ExchangeContract.SessionKeyRevokedAtSignature, exchange);
    }

    private static SessionKeyEntry Grant(Address owner)
    {
        var signature = new Signature { R = Filled(0x1c), S = Filled(0x0d), V = 28 };
        var grant = new SetSessionKey
        {
            Action = SessionKeyAction.Grant,
            Owner = owner,
            Key = Address.Parse("0x1234567890123456789012345678901234567890"),
            Subaccount = SetSessionKey.AllSubaccounts,
            MarketId = 3,
            Permissions = SessionKeyPermissions.Trade | SessionKeyPermissions.Cancel,
            ExpiresAtSeconds = 1UL << 63,
            Nonce = ulong.MaxValue,
            Signature = signature,
        };
        var revocation = grant with { Action = SessionKeyAction.Revoke };
        return new SessionKeyEntry(1, in grant) { Revocation = revocation };
    }

    private static MatchEntry Match(Address account, ulong matchId, Int128 price, Int128 quantity) => new()
    {
        SettlesByTrade = true,
        Sequence = 1,
        MatchId = matchId,
        MarketId = 3,
        TimeNs = 1_900_000_000_000_000_000,
        Price = price,
        Quantity = quantity,
        Buy = Order(account, Side.Buy, price, quantity, 0xc1),
        Sell = Order(account, Side.Sell, price, quantity, 0xd2, Listed, Grant(account)),
        BuyFee = Int128.One << 65,
        SellFee = 1,
        SeenAtMs = 0,
    };

    private static ListProof Listed => new(ListKind.BracketOuo, 2, Filled(0xe3), Filled(0xf4));

    private static OrderRecord Order(
        Address account, Side side, Int128 price, Int128 quantity, byte fill, ListProof list = default,
        SessionKeyEntry? key = null) => new(
        new NewOrder
        {
            Order = new SignedOrder
            {
                Account = new AccountId(account, uint.MaxValue),
                MarketId = 3,
                Side = side,
                OrderType = OrderType.TrailingStopLimit,
                TimeInForce = TimeInForce.GoodForContinuous,
                Flags = (OrderFlags)uint.MaxValue,
                Version = uint.MaxValue,
                LimitPrice = price,
                TriggerPrice = -1,
                Quantity = (UInt128)quantity,
                MaxFeePerUnit = UInt128.One << 100,
                ExpirySeconds = 1UL << 63,
                Nonce = ulong.MaxValue,
                Instructions = Instructions,
            },
            Signature = new Signature { R = Filled(fill), S = Filled(0x0a), V = 27 },
        },
        list,
        key);

    /// <summary>1 to 14 in the order of the typed data.</summary>
    private static OrderInstructions Instructions => new()
    {
        DisplayQuantity = 1,
        DisplayVariance = 2,
        MinQuantity = 3,
        Budget = 4,
        TrailingDistance = 5,
        PriceOffset = 6,
        ActivationPrice = 7,
        TrailingBasisPoints = 8,
        PositionFraction = 9,
        DurationSeconds = 10,
        IntervalSeconds = 11,
        TriggerSource = (TriggerSource)12,
        ExpiryAction = (ExpiryAction)13,
        PegReference = (PegReference)14,
    };

    private static Hash32 Filled(byte value)
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes.Fill(value);
        return new Hash32(bytes);
    }

    private static PrivateKey Key()
    {
        var secret = new byte[32];
        Assert.True(Hex.TryParse(Vectors.GetProperty("privateKey").GetString(), secret));
        return new PrivateKey(secret);
    }

    private static UInt128 Number(JsonElement vector, string name) =>
        UInt128.Parse(vector.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Interface(string contract)
    {
        var file = File.ReadAllBytes(Path.Combine(ContractsBuild.ArtifactsFolder, $"{contract}.json"));
        using var document = JsonDocument.Parse(file);
        return
        [
            .. document.RootElement.GetProperty("abi").EnumerateArray()
                .Where(item => item.TryGetProperty("name", out _))
                .Select(item => $"{item.GetProperty("type")} {item.GetProperty("name")}{Types(item, "inputs")}"),
        ];
    }

    private static string Types(JsonElement item, string member) =>
        $"({string.Join(",", item.GetProperty(member).EnumerateArray().Select(Type))})";

    private static string Type(JsonElement parameter)
    {
        var type = parameter.GetProperty("type").GetString()!;
        return type.StartsWith("tuple", StringComparison.Ordinal) ? Types(parameter, "components") + type[5..] : type;
    }
}
