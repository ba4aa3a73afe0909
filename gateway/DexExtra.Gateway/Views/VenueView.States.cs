using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>The events that are neither entry, trade nor end of an order: its states, locks, and markets.</summary>
internal sealed partial class VenueView
{
    private readonly HashSet<Address> _lockedOwners = [];

    /// <summary>C6: new orders of all the owner's accounts are refused. Under the gate.</summary>
    public bool IsOwnerLocked(Address owner) => _lockedOwners.Contains(owner);

    private void ApplyState(EventFrame.Item item, in EventFrameHeader header)
    {
        switch (item.Type)
        {
            case EventType.OrderTriggered:
                ref readonly var triggered = ref item.Body<OrderTriggered>();
                Advance(in triggered.Account, triggered.AccountSequence)!.Apply(in triggered, in header);
                break;
            case EventType.OrderActivated:
                ref readonly var activated = ref item.Body<OrderActivated>();
                Advance(in activated.Account, activated.AccountSequence)!.Apply(in activated, in header);
                break;
            case EventType.OrderRepriced:
                ref readonly var repriced = ref item.Body<OrderRepriced>();
                Advance(in repriced.Account, repriced.AccountSequence)!.Apply(in repriced, in header);
                break;
            case EventType.OrderAmended:
                ref readonly var amended = ref item.Body<OrderAmended>();
                Advance(in amended.Account, amended.AccountSequence)!.Apply(in amended, in header);
                break;
            case EventType.OrderReplaced:
                ref readonly var replaced = ref item.Body<OrderReplaced>();
                _accounts[replaced.Request.Order.Account].Apply(in replaced);
                break;
            case EventType.AmendRejected:
                ref readonly var refused = ref item.Body<AmendRejected>();
                Advance(in refused.Account, refused.AccountSequence);
                break;
            case EventType.MassCancelled:
                ref readonly var mass = ref item.Body<MassCancelled>();
                Advance(in mass.Account, mass.AccountSequence);
                break;
            case EventType.AccountLockChanged:
                OnLockChanged(in item.Body<AccountLockChanged>());
                break;
            default:
                ApplyMarket(item, in header);
                break;
        }
    }

    private void ApplyMarket(EventFrame.Item item, in EventFrameHeader header)
    {
        switch (item.Type)
        {
            case EventType.MarketStateChanged:
                ref readonly var state = ref item.Body<MarketStateChanged>();
                MarketOf(state.MarketId).Apply(in state);
                break;
            case EventType.AuctionIndicated:
                ref readonly var indicated = ref item.Body<AuctionIndicated>();
                MarketOf(indicated.MarketId).Apply(in indicated);
                break;
            case EventType.AuctionUncrossed:
                ref readonly var uncrossed = ref item.Body<AuctionUncrossed>();
                MarketOf(uncrossed.MarketId).Apply(in uncrossed);
                break;
            case EventType.MarkPriceChanged:
                ref readonly var mark = ref item.Body<MarkPriceChanged>();
                MarketOf(mark.MarketId).Apply(in mark);
                break;
            case EventType.IndexPriceChanged:
                ref readonly var index = ref item.Body<IndexPriceChanged>();
                MarketOf(index.MarketId).Apply(in index);
                break;
            case EventType.TradingRulesChanged:
                ref readonly var rules = ref item.Body<TradingRulesChanged>();
                MarketOf(rules.MarketId).Apply(in rules);
                break;
            case EventType.ResultChanged:
                ref readonly var result = ref item.Body<ResultChanged>();
                MarketOf(result.Update.MarketId).Apply(in result);
                break;
            case EventType.MarketSettled:
                ref readonly var settled = ref item.Body<MarketSettled>();
                MarketOf(settled.MarketId).Apply(in settled);
                break;
            case EventType.RiskParametersChanged:
                ref readonly var risk = ref item.Body<RiskParametersChanged>();
                MarketOf(risk.MarketId).Apply(in risk);
                break;
            default:
                ApplyMoney(item, in header);
                break;
        }
    }

    private void OnLockChanged(in AccountLockChanged changed)
    {
        var account = Advance(in changed.Account, changed.AccountSequence)!;
        var isLocked = changed.IsLocked != 0;
        if (changed.AllSubaccounts == 0)
        {
            account.IsLocked = isLocked;
        }
        else if (isLocked)
        {
            _lockedOwners.Add(changed.Account.Owner);
        }
        else
        {
            _lockedOwners.Remove(changed.Account.Owner);
        }
    }
}
