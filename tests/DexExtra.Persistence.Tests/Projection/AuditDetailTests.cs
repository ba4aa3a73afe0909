using DexExtra.Messages;
using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Projection;

/// <summary>What audit_trail.detail says about events, as literal JSON, and as the log says it (S273).</summary>
public sealed class AuditDetailTests(PostgresCluster cluster)
{
    /// <summary>One tick and one lot are one unit, so that every number of ticks and lots has a column.</summary>
    private static CreateMarket FinestMarket => new()
    {
        MarketId = 4,
        AssetId = 1,
        TickSize = 1,
        LotSize = 1,
        Multiplier = FixedPoint.One,
        FloorTicks = -1,
        CapTicks = 1,
        MaxOrderLots = 1,
        InitialState = MarketState.Pending,
    };

    [Fact]
    public async Task Details_are_exact()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(71));
        FixedText64.TryCreate("ÜS\"D", out var symbol);
        venue.Append(Workspace.Frame(1, EventType.AssetListed, new ListAsset
        {
            AssetId = 1,
            TokenDecimals = 6,
            Token = VenueSimulator.AddressOf(1),
            Symbol = symbol,
        }));
        venue.Append(Workspace.Frame(2, EventType.CommandRejected, new CommandRejected
        {
            CommandType = CommandType.Deposit,
            Reason = CommandRejectReason.Gap,
            Reference = ulong.MaxValue,
        }));
        venue.Append(Workspace.Frame(3, EventType.MarketCreated, new MarketCreated { Request = FinestMarket, TickValue = 1 }));
        venue.Append(Workspace.Frame(4, EventType.LevelChanged, new LevelChanged
        {
            MarketSequence = 9,
            MarketId = 4,
            Side = Side.Sell,
            PriceTicks = long.MinValue,
            QuantityLots = long.MaxValue,
            OrderCount = 2,
        }));
        venue.Append(Workspace.Frame(5, EventType.CancelRejected, new CancelRejected
        {
            Account = new AccountId(VenueSimulator.AddressOf(3), 1),
            ClientOrderId = 5,
            OrigClientOrderId = 6,
            Reason = CancelRejectReason.TooLateExpired,
        }));

        await workspace.FollowToAsync(5);

        var rows = await cluster.QueryAsync(
            workspace.Database,
            "select event_type, reason, detail::text from audit_trail where event_type <> 'MARKET_CREATED'"
            + " order by engine_sequence");
        Assert.Equal(
        [
            "ASSET_LISTED <null> {\"token\": \"0xa001010101010101010101010101010101010101\", "
                + "\"symbol\": \"ÜS\\\"D\", \"assetId\": 1, \"tokenDecimals\": 6}",
            "COMMAND_REJECTED GAP {\"reference\": 18446744073709551615, \"commandType\": \"DEPOSIT\"}",
            "LEVEL_CHANGED <null> {\"side\": \"SELL\", \"orderCount\": 2, \"priceTicks\": -9223372036854775808, "
                + "\"quantityLots\": 9223372036854775807, \"marketSequence\": 9}",
            "CANCEL_REJECTED TOO_LATE_EXPIRED {\"clientOrderId\": 5, \"origClientOrderId\": 6}",
        ],
        rows.Select(row => string.Join(' ', row)));
    }

    [Fact]
    public async Task Details_of_changed_orders_agree_with_the_tables()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(73));
        new VenueScript(venue, TestSeed.Create(73)).Run(800);
        await workspace.FollowToAsync(venue.LastSequence);

        await NoneAsync(workspace,
            """
            select r.order_id from order_replacements r
            full join (select * from audit_trail where event_type = 'ORDER_REPLACED') a
              on a.order_id = r.order_id and (a.detail->>'version')::bigint = r.order_version
            where a.detail->>'orderHash' is distinct from r.order_hash
              or (a.detail->>'quantityLots')::bigint is distinct from r.quantity_lots
              or (a.detail->>'grantId')::bigint is distinct from r.grant_id
              or coalesce((a.detail->>'displayQuantityUnits')::numeric, 0) <> coalesce(r.display_quantity, 0) * 100000000
            """);
        await NoneAsync(workspace,
            """
            select o.order_id from orders o join lateral (
              select detail from audit_trail a where a.order_id = o.order_id and a.event_type = 'ORDER_AMENDED'
              order by engine_sequence desc, event_index desc limit 1) a on true
            where (a.detail->>'quantityLots')::bigint <> o.current_quantity_lots
              or nullif((a.detail->>'displayLots')::bigint, 0) is distinct from o.current_display_lots
              or (a.detail->>'hold')::numeric is distinct from o.collateral_amended
            """);
        await NoneAsync(workspace,
            """
            select o.order_id from orders o join audit_trail a on a.order_id = o.order_id
              and a.event_type in ('ORDER_ACCEPTED', 'ORDER_REJECTED')
            where a.detail->>'triggerSource' is distinct from o.trigger_source
              or (a.detail->>'budgetUnits')::numeric is distinct from o.budget_units
              or (a.detail->>'sessionId')::numeric is distinct from o.session_id
              or (a.detail->>'listId')::bigint is distinct from o.list_id
            """);
        await NoneAsync(workspace,
            """
            select m.market_id from markets m join lateral (
              select detail from audit_trail a where a.market_id = m.market_id and a.event_type = 'TRADING_RULES_CHANGED'
              order by engine_sequence desc, event_index desc limit 1) a on true
            where a.detail - 'marketSequence' <> m.trading_rules
              or m.trading_rules->'volatilityTriggers'->1->>'ticks' is distinct from '9223372036854775807'
            """);
    }

    [Fact]
    public async Task Details_of_money_agree_with_the_tables()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(74));
        new MoneyScript(venue).Run();
        await workspace.FollowToAsync(venue.LastSequence);

        await NoneAsync(workspace,
            """
            select v.engine_sequence from vault_operations v
            join audit_trail a using (engine_sequence, event_index)
            where v.operation_type <> 'DEPOSIT' and v.match_id is null and (
              coalesce(a.detail->>'amount', a.detail->>'cashDelta')::numeric is distinct from v.amount
              or (a.detail->>'owed')::numeric is distinct from v.owed_after
              or (a.detail->>'withdrawalId')::numeric is distinct from v.withdrawal_id
              or (a.detail->>'nonce')::numeric is distinct from
                case when v.withdrawal_id is null then null else v.operation_reference end)
            """);
        await NoneAsync(workspace,
            """
            select p.engine_sequence from parameter_changes p full join (select * from audit_trail
              where event_type in (select distinct parameter_type from parameter_changes)) a
              on (a.engine_sequence, a.event_index) = (p.engine_sequence, p.event_index)
            where a.detail is distinct from p.parameters or a.event_type is distinct from p.parameter_type
            """);
        await NoneAsync(workspace,
            """
            select l.engine_sequence from liquidations l join audit_trail a using (engine_sequence, event_index)
            where (a.detail->>'equity')::numeric <> l.equity or (a.detail->>'bankruptcyTicks')::bigint
              <> l.bankruptcy_price_ticks or (a.detail->>'isIsolated')::boolean <> l.is_isolated
              or (a.detail->>'isSharing')::boolean <> l.is_sharing or (a.detail->>'isSliced')::boolean <> l.is_sliced
              or a.reason <> l.liquidation_stage
            """);
        await NoneAsync(workspace,
            """
            select k.grant_id from session_keys k full join (select * from audit_trail
              where event_type = 'SESSION_KEY_CHANGED' and reason = 'GRANT') a
              on (a.detail->>'grantId')::bigint = k.grant_id
            where a.engine_sequence is distinct from k.granted_sequence or a.detail->>'key' is distinct from k.key_address
              or (a.detail->>'nonce')::numeric is distinct from k.nonce
            """);
        Assert.Equal(
            "{\"tiers\": [{\"minVolume\": \"1\", \"makerDiscountBp\": 8, \"takerDiscountBp\": 7}]}",
            (await cluster.ScalarAsync(
                workspace.Database,
                "select detail::text from audit_trail where event_type = 'FEE_SCHEDULE_CHANGED'")));
    }

    [Fact]
    public async Task Details_agree_with_the_tables()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(72)).Open();
        venue.Run(2_000);
        await workspace.FollowToAsync(venue.LastSequence);

        await NoneAsync(workspace,
            """
            select t.match_id from trade_matches t
            full join (select * from audit_trail where event_type = 'TRADED') a on a.match_id = t.match_id
            where (a.detail->'buy'->>'cashDelta')::numeric is distinct from t.buyer_cash_delta
              or (a.detail->'sell'->>'realisedPnl')::numeric is distinct from t.seller_realised_pnl
              or (a.detail->>'quantityLots')::bigint is distinct from t.quantity_lots
              or (a.detail->>'pool')::numeric is distinct from t.collateral_pool
              or (a.detail->'buy'->>'orderId')::bigint is distinct from t.buy_order_id
            """);
        await NoneAsync(workspace,
            """
            select o.order_id from orders o
            full join (select * from audit_trail where event_type in ('ORDER_ACCEPTED', 'ORDER_REJECTED')) a
              on a.order_id = o.order_id
            where a.detail->>'orderHash' is distinct from o.order_hash
              or (a.detail->>'signedPriceUnits')::numeric is distinct from o.signed_price_units
              or (a.detail->>'nonce')::numeric is distinct from o.nonce
              or a.reason is distinct from o.reject_reason
            """);
        await NoneAsync(workspace,
            """
            select a.engine_sequence from audit_trail a join orders o on o.order_id = a.order_id
            where a.event_type = 'ORDER_CANCELLED' and a.detail->>'status' <> o.status
            """);
        await NoneAsync(workspace,
            """
            select o.order_id from orders o left join (
              select order_id, sum((detail->>'released')::numeric) as released,
                sum(coalesce(detail->>'cancelledLots', detail->>'reducedLots')::bigint) as lots
              from audit_trail where event_type in ('ORDER_CANCELLED', 'ORDER_REDUCED') group by order_id) a
              on a.order_id = o.order_id
            where coalesce(a.released, 0) <> o.collateral_released or coalesce(a.lots, 0) <> o.cancelled_lots
            """);
        await NoneAsync(workspace,
            """
            select name from (values ('PREVENTED_MATCH'), ('ORDER_REDUCED')) as wanted (name)
            where not exists (select from audit_trail a where a.event_type = name)
            """);
        await NoneAsync(workspace,
            """
            select p.engine_sequence from audit_trail p where p.event_type = 'PREVENTED_MATCH'
              and not exists (select from audit_trail a where a.engine_sequence = p.engine_sequence
                and a.event_index > p.event_index and a.reason = 'SELF_TRADE'
                and a.order_id in ((p.detail->'taker'->>'orderId')::bigint, (p.detail->'maker'->>'orderId')::bigint))
            """);
        await NoneAsync(workspace,
            """
            select account_address from (select *, account_sequence - row_number() over (
              partition by account_address, subaccount order by account_sequence) as gap
              from audit_trail where account_sequence > 0 and event_type <> 'TRADED') s
            where gap < 0
            """);
    }

    private async Task NoneAsync(Workspace workspace, string sql) =>
        Assert.Empty((await cluster.QueryAsync(workspace.Database, sql)).Select(row => row[0]));
}
