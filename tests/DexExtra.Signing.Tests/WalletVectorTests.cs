using System.Text.Json;
using DexExtra.Messages;

namespace DexExtra.Signing.Tests;

/// <summary>Everything a wallet signs hashes and verifies exactly as the wallet library does it (SIG-07).</summary>
public sealed class WalletVectorTests
{
    [Fact]
    public void Addresses_follow_from_the_keys()
    {
        Assert.Equal(Vectors.Accounts, Vectors.Keys.Select(key => Secp256k1.AddressOf(key)));
    }

    [Fact]
    [Trait("rule", "SIG-07")]
    public void Orders_have_the_wallets_hash_digest_and_signature()
    {
        foreach (var vector in Vectors.Section("orders"))
        {
            var order = Vectors.OrderOf(vector.GetProperty("message"));
            Check(vector, OrderHash.Struct(in order), Vectors.Domain);
            Assert.Equal(Vectors.HashOf(vector.GetProperty("digest")), OrderHash.Digest(Vectors.Domain, in order));
        }
    }

    [Fact]
    [Trait("rule", "T15")]
    public void Lists_have_the_wallets_hash_digest_and_signature_and_their_legs_keep_their_own()
    {
        foreach (var vector in Vectors.Section("orderLists"))
        {
            var kind = (ListKind)Vectors.Number<byte>(vector.GetProperty("message"), "kind");
            SignedOrder[] orders =
                [.. vector.GetProperty("message").GetProperty("orders").EnumerateArray().Select(Vectors.OrderOf)];
            var list = new NewOrderList { Kind = kind, LegCount = (byte)orders.Length };
            for (var leg = 0; leg < orders.Length; leg++)
            {
                list.Legs[leg].Order = orders[leg];
            }

            var structs = orders.Select(order => OrderHash.Struct(in order)).ToArray();
            var digests = orders.Select(order => OrderHash.Digest(Vectors.Domain, in order));
            Assert.Equal(HashesOf(vector, "legStructHashes"), structs);
            Assert.Equal(HashesOf(vector, "legDigests"), digests);
            Check(vector, OrderListHash.Struct(kind, structs), Vectors.Domain);
            var digest = Vectors.HashOf(vector.GetProperty("digest"));
            Assert.Equal(digest, OrderListHash.Digest(Vectors.Domain, kind, orders));
            Assert.Equal(digest, OrderListHash.Digest(Vectors.Domain, in list));
        }
    }

    [Fact]
    [Trait("rule", "T15")]
    public void Kind_order_and_number_of_the_legs_are_signed()
    {
        var source = new RandomOrders(5);
        SignedOrder[] legs = [source.Next(), source.Next(), source.Next()];
        Hash32[] hashes =
        [
            OrderListHash.Struct(ListKind.BracketOco, legs),
            OrderListHash.Struct(ListKind.BracketOuo, legs),
            OrderListHash.Struct(ListKind.BracketOco, [legs[0], legs[2], legs[1]]),
            OrderListHash.Struct(ListKind.BracketOco, legs.AsSpan(0, 2)),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        var tooMany = Enumerable.Repeat(legs[0], NewOrderList.MaxLegs + 1).ToArray();
        Assert.Throws<ArgumentException>(() => OrderListHash.Struct(ListKind.BracketOco, tooMany));
        var damaged = new NewOrderList { LegCount = NewOrderList.MaxLegs + 1 };
        Assert.Throws<ArgumentException>(() => OrderListHash.Struct(in damaged));
    }

    [Fact]
    [Trait("rule", "SIG-07")]
    public void Logins_have_the_wallets_hash_digest_and_signature()
    {
        foreach (var vector in Vectors.Section("logins"))
        {
            var message = vector.GetProperty("message");
            var account = Vectors.AddressOf(message.GetProperty("account"));
            var challenge = Vectors.HashOf(message.GetProperty("challenge"));
            var expiry = Vectors.Number<ulong>(message, "expiry");
            Check(vector, LoginHash.Struct(account, in challenge, expiry), Vectors.Domain);
        }
    }

    [Fact]
    public void Administrative_commands_have_the_wallets_hash_digest_and_signature()
    {
        foreach (var vector in Vectors.Section("createMarkets"))
        {
            Check(vector, AdminHash.Struct(Vectors.MarketOf(vector.GetProperty("message"))), Vectors.Domain);
        }

        foreach (var vector in Vectors.Section("listAssets"))
        {
            Check(vector, AdminHash.Struct(Vectors.AssetOf(vector.GetProperty("message"))), Vectors.Domain);
        }
    }

    [Fact]
    public void Operator_commands_have_the_wallets_digest()
    {
        var commands = Vectors.Section("operatorCommands").ToArray();
        Assert.Equal(8, commands.Length);
        foreach (var vector in commands)
        {
            var message = vector.GetProperty("message");
            var nonce = Vectors.Number<ulong>(message, "nonce");
            var digest = vector.GetProperty("primaryType").GetString() switch
            {
                "SetTradingRules" =>
                    OperatorHash.Digest(Vectors.Domain, OperatorVectors.RulesOf(message), nonce),
                "SetMarketState" => OperatorHash.Digest(Vectors.Domain, OperatorVectors.StateOf(message), nonce),
                "StartAuction" => OperatorHash.Digest(Vectors.Domain, OperatorVectors.AuctionOf(message), nonce),
                _ => OperatorHash.Digest(Vectors.Domain, OperatorVectors.IndexOf(message), nonce),
            };
            Assert.Equal(Vectors.HashOf(vector.GetProperty("digest")), digest);
        }
    }

    [Fact]
    [Trait("rule", "SIG-06")]
    public void A_signature_for_another_domain_is_another_signer_here()
    {
        foreach (var vector in Vectors.Section("wrongDomains"))
        {
            var order = Vectors.OrderOf(vector.GetProperty("message"));
            Check(vector, OrderHash.Struct(in order), Vectors.DomainOf(vector.GetProperty("domain")));
            var verdict = SignatureVerifier.Verify(
                OrderHash.Digest(Vectors.Domain, in order),
                order.Account.Owner,
                Vectors.Bytes(vector.GetProperty("signature")));
            Assert.Equal(RejectReason.WrongSigner, verdict);
        }
    }

    [Fact]
    [Trait("rule", "SIG-07")]
    public void Ten_thousand_random_orders_have_the_wallets_digest()
    {
        var rolling = Vectors.Load("rolling.json");
        var every = rolling.GetProperty("every").GetInt32();
        var source = new RandomOrders(rolling.GetProperty("seed").GetUInt64());
        Span<byte> joined = stackalloc byte[2 * Hash32.SizeBytes];
        var sum = default(Hash32);
        foreach (var expected in rolling.GetProperty("hashes").EnumerateArray())
        {
            for (var count = 0; count < every; count++)
            {
                var order = source.Next();
                sum.CopyTo(joined);
                OrderHash.Digest(Vectors.Domain, in order).CopyTo(joined[Hash32.SizeBytes..]);
                sum = Keccak256.Hash(joined);
            }

            Assert.Equal(Vectors.HashOf(expected), sum);
        }
    }

    [Fact]
    [Trait("rule", "SIG-10")]
    public void Grants_and_revocations_of_session_keys_have_the_wallets_hash_digest_and_signature()
    {
        foreach (var vector in Vectors.Load("session-keys.json").EnumerateArray())
        {
            var message = vector.GetProperty("message");
            var isGrant = vector.GetProperty("primaryType").GetString() == Eip712Type.SessionKeyGrant.Name;
            var command = new SetSessionKey
            {
                Action = isGrant ? SessionKeyAction.Grant : SessionKeyAction.Revoke,
                Owner = Vectors.AddressOf(message.GetProperty("owner")),
                Key = Vectors.AddressOf(message.GetProperty("key")),
                Nonce = Vectors.Number<ulong>(message, "nonce"),
            };
            if (isGrant)
            {
                command.Subaccount = Vectors.Number<uint>(message, "subaccount");
                command.MarketId = Vectors.Number<uint>(message, "marketId");
                command.Permissions = (SessionKeyPermissions)Vectors.Number<uint>(message, "permissions");
                command.ExpiresAtSeconds = Vectors.Number<ulong>(message, "expiresAt");
            }

            Check(vector, SessionKeyHash.Struct(in command), Vectors.Domain);
            Assert.Equal(
                Vectors.HashOf(vector.GetProperty("digest")), SessionKeyHash.Digest(Vectors.Domain, in command));
            var type = isGrant ? Eip712Type.SessionKeyGrant : Eip712Type.SessionKeyRevoke;
            var fields = TypedFields.Parse(type, name => message.GetProperty(name).GetString(), out _);
            Assert.Equal(SessionKeyHash.Digest(Vectors.Domain, in command), fields!.Digest(Vectors.Domain));
        }
    }

    [Fact]
    public void The_published_definition_is_what_is_hashed()
    {
        Assert.Equal(File.ReadAllText(Vectors.PathOf("published", "eip712.json")), TypedData.JsonWithoutDeployment());
    }

    [Fact]
    public void The_definition_of_a_deployment_names_its_chain_and_contract()
    {
        using var definition = JsonDocument.Parse(TypedData.Json(Vectors.Domain));
        var domain = definition.RootElement.GetProperty("domain");
        Assert.Equal(31337UL, domain.GetProperty("chainId").GetUInt64());
        Assert.Equal(Vectors.Domain.VerifyingContract, Vectors.AddressOf(domain.GetProperty("verifyingContract")));
        Assert.Equal(
            [
                "Order", "OrderList", "Login", "CreateMarket", "ListAsset", "SetTradingRules", "SetMarketState",
                "StartAuction", "SetIndexPrice", "SetMarginMode", "AdjustMargin", "Transfer", "RequestWithdrawal",
                "SetFeeSchedule", "SetRiskParameters", "SetRiskLimits", "SetCollateral", "SetCollateralPrice",
                "FundTransfer", "SetWithdrawalLimits", "SetVenueState", "OracleUpdate", "BustTrade",
                "WithdrawalUpdate", "SessionKeyGrant", "SessionKeyRevoke", "ApiKeyGrant", "ApiKeyRevoke",
                "AddressAllowList",
            ],
            definition.RootElement.GetProperty("primaryTypes").EnumerateArray().Select(type => type.GetString()));
    }

    private static IEnumerable<Hash32> HashesOf(JsonElement vector, string name) =>
        vector.GetProperty(name).EnumerateArray().Select(Vectors.HashOf);

    private static void Check(JsonElement vector, Hash32 structHash, Eip712Domain domain)
    {
        var signer = vector.GetProperty("signer").GetInt32();
        var encoded = Vectors.Bytes(vector.GetProperty("signature"));
        var digest = domain.Digest(in structHash);
        Assert.Equal(Vectors.HashOf(vector.GetProperty("structHash")), structHash);
        Assert.Equal(Vectors.HashOf(vector.GetProperty("digest")), digest);
        Assert.Equal(RejectReason.None, SignatureVerifier.Verify(in digest, Vectors.Accounts[signer], encoded));

        // both sides sign deterministically (RFC 6979), so even the bytes agree
        using var key = new PrivateKey(Vectors.Keys[signer]);
        var ours = new byte[Signature.EncodedBytes];
        key.Sign(in digest).CopyTo(ours);
        Assert.Equal(encoded, ours);
    }
}
