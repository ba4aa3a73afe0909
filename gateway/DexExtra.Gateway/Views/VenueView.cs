using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// Everything the gateway knows, as a pure function of the event log up to <see cref="Sequence"/>: assets, markets,
/// accounts, settlement states. The follower thread is the only writer and holds <see cref="Gate"/> while it applies;
/// readers take the gate and copy what they need. Markets and assets are immutable maps that need no gate.
/// </summary>
internal sealed partial class VenueView(GatewayLimits limits)
{
    private readonly Dictionary<AccountId, AccountView> _accounts = [];
    private readonly HashSet<Address> _owners = [];
    private ImmutableDictionary<uint, MarketView> _markets = ImmutableDictionary<uint, MarketView>.Empty;
    private ImmutableDictionary<uint, AssetInfo> _assets = ImmutableDictionary<uint, AssetInfo>.Empty;
    private long _sequence;
    private long _timestampNs;

    /// <summary>Held by the follower while it applies frames, by everybody else while reading mutable views.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Command log position of the last frame applied.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>Engine time of that frame, nanoseconds since the Unix epoch.</summary>
    public long TimestampNs => Volatile.Read(ref _timestampNs);

    public IEnumerable<MarketView> Markets =>
        Volatile.Read(ref _markets).Values.OrderBy(market => market.Info.MarketId);

    public IEnumerable<AssetInfo> Assets => Volatile.Read(ref _assets).Values.OrderBy(asset => asset.AssetId);

    public SettlementView Settlement { get; } = new();

    /// <summary>Lookups need no gate.</summary>
    public SessionKeyView SessionKeys { get; } = new();

    /// <summary>Engine time of the last frame in whole seconds.</summary>
    public ulong EngineSeconds => (ulong)(TimestampNs / Limits.NsPerSecond);

    public bool TryGetMarket(uint marketId, [NotNullWhen(true)] out MarketView? market) =>
        Volatile.Read(ref _markets).TryGetValue(marketId, out market);

    /// <summary>A market that an event or an admitted command named; markets never vanish.</summary>
    public MarketView MarketOf(uint marketId) => TryGetMarket(marketId, out var market)
        ? market
        : throw new InvalidDataException($"market {marketId}, which was never created");

    public bool TryGetAsset(uint assetId, [NotNullWhen(true)] out AssetInfo? asset) =>
        Volatile.Read(ref _assets).TryGetValue(assetId, out asset);

    /// <summary>Null for an account that never had a private event. Under the gate.</summary>
    public AccountView? Account(in AccountId id) => _accounts.GetValueOrDefault(id);

    /// <summary>Whether any account of the owner ever had a private event. Takes the gate.</summary>
    public bool IsKnown(Address owner)
    {
        lock (Gate)
        {
            return _owners.Contains(owner);
        }
    }

    /// <summary>Follower thread, gate held.</summary>
    public void Apply(EventFrame frame)
    {
        ref readonly var header = ref frame.Header;
        foreach (var item in frame)
        {
            Apply(item, in header);
        }

        Volatile.Write(ref _timestampNs, header.TimestampNs);
        Volatile.Write(ref _sequence, header.Sequence);
    }

    private void Apply(EventFrame.Item item, in EventFrameHeader header)
    {
        switch (item.Type)
        {
            case EventType.AssetListed:
                OnAssetListed(in item.Body<ListAsset>());
                break;
            case EventType.MarketCreated:
                OnMarketCreated(in item.Body<MarketCreated>(), in header);
                break;
            case EventType.OrderAccepted:
                ref readonly var accepted = ref item.Body<OrderAccepted>();
                Advance(in accepted.Request.Order.Account, accepted.AccountSequence)!.Apply(in accepted, in header);
                break;
            case EventType.OrderRejected:
                ref readonly var rejected = ref item.Body<OrderRejected>();
                Advance(in rejected.Request.Order.Account, rejected.AccountSequence);
                break;
            case EventType.OrderStatusReported:
                ref readonly var reported = ref item.Body<OrderStatusReported>();
                Advance(in reported.Account, reported.AccountSequence);
                break;
            case EventType.Traded:
                OnTraded(in item.Body<Traded>(), in header);
                break;
            case EventType.OrderCancelled:
                ref readonly var cancelled = ref item.Body<OrderCancelled>();
                Advance(in cancelled.Account, cancelled.AccountSequence)!.Apply(in cancelled, in header);
                break;
            case EventType.CancelRejected:
                ref readonly var refused = ref item.Body<CancelRejected>();
                Advance(in refused.Account, refused.AccountSequence);
                break;
            case EventType.LevelChanged:
                ref readonly var level = ref item.Body<LevelChanged>();
                MarketOf(level.MarketId).Apply(in level);
                break;
            case EventType.DepositCredited:
                ref readonly var credited = ref item.Body<DepositCredited>();
                Advance(in credited.Request.Account, credited.AccountSequence)!.Apply(in credited);
                break;
            case EventType.SettlementChanged:
                Settlement.Apply(in item.Body<SettlementUpdate>());
                break;
            case EventType.PreventedMatch:
                OnPrevented(in item.Body<PreventedMatch>());
                break;
            case EventType.OrderReduced:
                ref readonly var reduced = ref item.Body<OrderReduced>();
                Advance(in reduced.Account, reduced.AccountSequence)!.Apply(in reduced, in header);
                break;
            case EventType.CommandRejected or EventType.OrderShown:
                break;
            default:
                ApplyState(item, in header);
                break;
        }
    }

    private void OnAssetListed(in ListAsset listed) =>
        Volatile.Write(ref _assets, _assets.Add(listed.AssetId, new AssetInfo(
            listed.AssetId, listed.Symbol.ToString(), listed.TokenDecimals, listed.Token)));

    private void OnMarketCreated(in MarketCreated created, in EventFrameHeader header)
    {
        var info = new MarketInfo(in created, header.Sequence, header.TimestampNs);
        Volatile.Write(ref _markets, _markets.Add(info.MarketId, new MarketView(info)));
    }

    /// <summary>S4: changes nothing but the numbering; one event where both orders are of one account.</summary>
    private void OnPrevented(in PreventedMatch prevented)
    {
        Advance(in prevented.Taker.Account, prevented.Taker.AccountSequence);
        if (prevented.Maker.Account != prevented.Taker.Account)
        {
            Advance(in prevented.Maker.Account, prevented.Maker.AccountSequence);
        }
    }

    private void OnTraded(in Traded trade, in EventFrameHeader header)
    {
        Settlement.Apply(in trade);
        MarketOf(trade.MarketId).Apply(in trade);

        // never the same account twice: S2 keeps an owner from trading with himself
        Advance(in trade.Buy.Account, trade.Buy.AccountSequence)!.Apply(in trade, Side.Buy, in header);
        Advance(in trade.Sell.Account, trade.Sell.AccountSequence)!.Apply(in trade, Side.Sell, in header);
    }

    /// <summary>Null only for events that have no place in a stream (account sequence 0).</summary>
    private AccountView? Advance(in AccountId id, ulong accountSequence)
    {
        if (accountSequence == 0)
        {
            return null;
        }

        if (!_accounts.TryGetValue(id, out var account))
        {
            account = new AccountView(id, limits);
            _accounts.Add(id, account);
            _owners.Add(id.Owner);
        }

        account.Advance(accountSequence);
        return account;
    }
}
