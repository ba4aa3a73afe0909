using System.Text.Json;
using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Netting;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// Netted batches are byte for byte those that an independent builder makes with a stock library (net-vectors.mjs), and
/// that the contract accepts.
/// </summary>
public sealed class NettingTests
{
    private static readonly Int128 One = 100_000_000;
    private static readonly Address Token = Address.Parse("0x1234567890123456789012345678901234567890");
    private static readonly AccountId Nine = Account(0x99, 0);
    private static readonly AccountId NineSeven = Account(0x99, 7);
    private static readonly AccountId Ones = Account(0x11, 0);

    private static readonly JsonElement[] Vectors = [.. JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "netting-v1.json")))
        .RootElement.EnumerateArray()];

    [Fact]
    [Trait("rule", "X2")]
    public void Batches_equal_those_of_an_independent_builder()
    {
        var fills = new SlotFills();
        var first = Build(
            fills,
            Trade(1, 40, 3, Nine, Ones),
            Trade(2, -5, 1, Ones, Nine),
            Trade(3, 10, 2, NineSeven, Ones, marketId: 2),
            Trade(4, 11, 1, Nine, Nine),
            Trade(5, 12, 4, Account(0x11, uint.MaxValue), NineSeven)).Seal(default, Filled(0x5e));
        Check(Vectors[0], first, matches: 5);
        var second = Build(fills, Trade(6, 1, 1, Nine, Ones)).Seal(first.Root, default);
        Check(Vectors[1], second, matches: 1);
    }

    [Fact]
    public void Quantities_and_cash_of_each_market_net_to_zero()
    {
        var batch = Build(
            new SlotFills(),
            Trade(1, 40, 3, Nine, Ones),
            Trade(2, 41, 2, Ones, NineSeven),
            Trade(3, -7, 9, NineSeven, Nine, marketId: 2)).Seal(default, default);
        foreach (var market in batch.Entries.GroupBy(entry => entry.MarketId))
        {
            Assert.Equal(0, market.Aggregate(Int128.Zero, (sum, entry) => sum + entry.Quantity));
            Assert.Equal(0, market.Aggregate(Int128.Zero, (sum, entry) => sum + entry.Cash));
        }

        Assert.Equal(6u, batch.Entries.Aggregate(0u, (sum, entry) => sum + entry.Legs));
        Assert.Equal(batch.Entries.OrderBy(entry => entry, Comparer<NetEntry>.Create(NetEntry.Compare)), batch.Entries);
    }

    [Fact]
    public void A_gap_a_match_that_nobody_signed_and_another_token_are_refused()
    {
        var builder = Build(new SlotFills(), Trade(5, 40, 3, Nine, Ones));
        Assert.Throws<InvalidOperationException>(() => builder.Add(Trade(5, 40, 3, Nine, Ones), Market(1)));
        Assert.Throws<InvalidOperationException>(() => builder.Add(Trade(7, 40, 3, Nine, Ones), Market(1)));
        var unsigned = new MatchEntry
        {
            MatchId = 6, MarketId = 1, Sequence = 1, TimeNs = 1, Price = One, Quantity = One, SettlesByTrade = false, Buy = null,
            Sell = null, BuyFee = 0, SellFee = 0, SeenAtMs = 0,
        };
        Assert.Throws<InvalidOperationException>(() => builder.Add(unsigned, Market(1)));
        var other = Market(1) with { Token = Nine.Owner };
        Assert.Throws<InvalidOperationException>(() => builder.Add(Trade(6, 40, 3, Nine, Ones), other));
        Assert.Throws<InvalidOperationException>(() => new NetBatchBuilder(Token, new SlotFills()).Seal(default, default));
        Assert.Equal(1, builder.Count);
    }

    private static void Check(JsonElement expected, NetBatch batch, int matches)
    {
        Assert.Equal(Text(expected, "matchesRoot"), batch.Matches.Root.ToString());
        Assert.Equal(Text(expected, "entriesHash"), batch.EntriesHash.ToString());
        Assert.Equal(Text(expected, "root"), batch.Root.ToString());
        Assert.Equal(Text(expected, "post"), Hex.Format(batch.Post()));
        Assert.Equal(Text(expected, "apply"), Hex.Format(batch.Apply()));
        var paths = expected.GetProperty("paths").EnumerateArray()
            .Select(path => path.EnumerateArray().Select(node => node.GetString()!).ToArray()).ToArray();
        Assert.Equal(matches, paths.Length);
        for (var place = 0; place < paths.Length; place++)
        {
            Assert.Equal(paths[place], batch.Matches.PathOf(place).Select(node => node.ToString()));
        }
    }

    private static string? Text(JsonElement vector, string name) => vector.GetProperty(name).GetString();

    private static NetBatchBuilder Build(SlotFills fills, params MatchEntry[] matches)
    {
        var builder = new NetBatchBuilder(Token, fills);
        foreach (var match in matches)
        {
            builder.Add(match, Market(match.MarketId));
        }

        return builder;
    }

    private static MarketTerms Market(uint marketId) =>
        new(marketId, Token, One, One, -100 * One, 100 * One, One, default, SettlesByTrade: true);

    private static MatchEntry Trade(
        ulong matchId, int price, int quantity, AccountId buyer, AccountId seller, uint marketId = 1) => new()
    {
        MatchId = matchId,
        MarketId = marketId,
        Sequence = 1,
        TimeNs = 1_900_000_000_000_000_000,
        Price = price * One,
        Quantity = quantity * One,
        SettlesByTrade = true,
        Buy = Order(buyer, marketId, Side.Buy),
        Sell = Order(seller, marketId, Side.Sell),
        BuyFee = matchId,
        SellFee = 10 * (Int128)matchId,
        SeenAtMs = 0,
    };

    private static OrderRecord Order(AccountId account, uint marketId, Side side) => new(new NewOrder
    {
        Order = new SignedOrder
        {
            Account = account,
            MarketId = marketId,
            Side = side,
            OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.GoodTillCancel,
            LimitPrice = 5 * One,
            Quantity = 100 * (UInt128)One,
            ExpirySeconds = 4_000_000_000,
            MaxFeePerUnit = (UInt128)One,
            Nonce = 7,
            Version = 1,
        },
        Signature = new Signature { R = Filled(0xc1), S = Filled(0x0a), V = 28 },
    });

    private static AccountId Account(byte fill, uint subaccount) =>
        new(new Address(Enumerable.Repeat(fill, Address.SizeBytes).ToArray()), subaccount);

    private static Hash32 Filled(byte fill) => new(Enumerable.Repeat(fill, Hash32.SizeBytes).ToArray());
}
