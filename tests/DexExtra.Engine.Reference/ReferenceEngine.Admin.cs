using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>Assets, markets, deposits and settlement.</summary>
public sealed partial class ReferenceEngine
{
    private static readonly BigInteger LargestLotValue = BigInteger.Pow(10, 18);

    private void Apply(in ListAsset listing)
    {
        var token = listing.Token;
        CommandRejectReason? reason =
            listing.TokenDecimals > 8 || token.IsZero ? CommandRejectReason.InvalidParameters
            : _state.Assets.ContainsKey(listing.AssetId) || _state.Assets.Values.Any(a => a.Token == token)
                ? CommandRejectReason.AssetExists
            : _state.Assets.Count == _state.Options.MaxAssets ? CommandRejectReason.LimitReached
            : null;
        if (reason is { } refused)
        {
            _state.Reject(CommandType.ListAsset, refused, listing.AssetId);
            return;
        }

        _state.Assets.Add(listing.AssetId, listing);
        _state.Fees.Add(listing.AssetId, 0);
        _state.Deposited.Add(listing.AssetId, 0);
        _state.Sink.Append(EventType.AssetListed, in listing);
    }

    private void Apply(in CreateMarket terms)
    {
        BigInteger tickValue = 0;
        CommandRejectReason? reason =
            _state.Markets.ContainsKey(terms.MarketId) ? CommandRejectReason.MarketExists
            : !_state.Assets.ContainsKey(terms.AssetId) ? CommandRejectReason.UnknownAsset
            : !IsAcceptable(in terms, out tickValue) ? CommandRejectReason.InvalidParameters
            : terms.MakerFeePerLot < 0 && !_state.Options.NettedSettlement ? CommandRejectReason.NotSupported
            : _state.Markets.Count == _state.Options.MaxMarkets ? CommandRejectReason.LimitReached
            : null;
        if (reason is { } refused)
        {
            _state.Reject(CommandType.CreateMarket, refused, terms.MarketId);
            return;
        }

        _state.Markets.Add(terms.MarketId, new ReferenceMarket(terms, tickValue, _state.Entropy));
        var created = new MarketCreated { Request = terms, TickValue = (long)tickValue };
        _state.Sink.Append(EventType.MarketCreated, in created);
    }

    /// <summary>Q1, G5.</summary>
    private bool IsAcceptable(in CreateMarket terms, out BigInteger tickValue)
    {
        var product = (BigInteger)terms.TickSize * (BigInteger)terms.LotSize * (BigInteger)terms.Multiplier;
        tickValue = product / BigInteger.Pow(10, 16);
        var tokenUnit = BigInteger.Pow(10, 8 - (int)_state.Assets[terms.AssetId].TokenDecimals);
        BigInteger[] prices = [terms.FloorTicks, terms.CapTicks];
        var largest = BigInteger.Max(prices.Max(BigInteger.Abs), prices[1] - prices[0]);
        Int128[] increments = [terms.TickSize, terms.LotSize, terms.Multiplier];
        var tickSize = (BigInteger)terms.TickSize;
        return terms.MarketId != 0
            && terms.MetricId[0] != 0
            && increments.All(i => i > 0 && (BigInteger)i <= LargestLotValue)
            && terms.FloorTicks < terms.CapTicks
            && prices.All(p => BigInteger.Abs(p) * tickSize < BigInteger.Pow(10, 20))
            && product % BigInteger.Pow(10, 16) == 0
            && tickValue >= 1
            && tickValue % tokenUnit == 0
            && largest * tickValue <= LargestLotValue
            && terms.TakerFeePerLot >= 0 && terms.TakerFeePerLot <= LargestLotValue
            && terms.MakerFeePerLot >= -terms.TakerFeePerLot && terms.MakerFeePerLot <= LargestLotValue
            && terms.AuctionFeePerLot >= 0 && terms.AuctionFeePerLot <= LargestLotValue
            && terms.MaxOrderLots >= 1 && terms.MaxOrderLots <= 1L << 40
            && terms.MaxOrderLots * (BigInteger)terms.LotSize <= BigInteger.Pow(2, 90)
            && terms.ProtectionTicks >= 0
            && terms.InitialState is (MarketState.Draft or MarketState.Pending or MarketState.Continuous)
            && IsAcceptable(in terms.Life);
    }

    /// <summary>C16.</summary>
    private bool IsAcceptable(in MarketLife life) =>
        (ulong)_state.NowSecond < life.TerminationSeconds
        && life.ObservationStartSeconds >= life.TerminationSeconds
        && life.ObservationEndSeconds >= life.ObservationStartSeconds
        && life.FallbackDeadlineSeconds > (BigInteger)life.ObservationEndSeconds + life.PublicationDelaySeconds
        && (BigInteger)life.FallbackDeadlineSeconds * Limits.NsPerSecond <= long.MaxValue
        && life.SettlementFeePerLot >= 0 && life.SettlementFeePerLot <= LargestLotValue
        && !life.Oracle.IsZero
        && Enum.IsDefined(life.OutOfRange)
        && Enum.IsDefined(life.Fallback);

    private void Apply(in Deposit deposit)
    {
        var token = deposit.Token;
        var asset = _state.Assets.Values.Where(a => a.Token == token).Select(a => (uint?)a.AssetId).FirstOrDefault();
        if (Refusal(in deposit, asset) is { } reason)
        {
            _state.Reject(CommandType.Deposit, reason, deposit.DepositId);
            return;
        }

        if (!_state.Accounts.TryGetValue(deposit.Account, out var account))
        {
            account = new ReferenceAccount(deposit.Account);
            _state.Accounts.Add(deposit.Account, account);
        }

        var assetId = asset!.Value;
        account.Available[assetId] = account.Available.GetValueOrDefault(assetId) + (BigInteger)deposit.Amount;
        _state.Deposited[assetId] += (BigInteger)deposit.Amount;
        _state.LastDeposits[deposit.ChainId] = deposit.DepositId;
        _state.Sink.Append(EventType.DepositCredited, new DepositCredited
        {
            Request = deposit,
            AccountSequence = ++account.Sequence,
            AssetId = assetId,
            Available = account.Free(assetId),
            Owed = account.Owed(assetId),
            Held = account.Held(assetId),
        });
    }

    private CommandRejectReason? Refusal(in Deposit deposit, uint? asset)
    {
        var isNewChain = !_state.LastDeposits.TryGetValue(deposit.ChainId, out var last);
        if (deposit.DepositId != last + 1)
        {
            return deposit.DepositId <= last ? CommandRejectReason.AlreadyApplied : CommandRejectReason.Gap;
        }

        if (asset is null)
        {
            return CommandRejectReason.UnknownAsset;
        }

        if (deposit.Amount <= 0 || deposit.Account.Owner.IsZero)
        {
            return CommandRejectReason.InvalidParameters;
        }

        var isKnown = _state.Accounts.TryGetValue(deposit.Account, out var account);
        var needsBalance = !isKnown || !account!.Available.ContainsKey(asset.Value);
        var isFull = (!isKnown && _state.Accounts.Count == _state.Options.MaxAccounts)
            || (needsBalance && _state.BalanceCount == _state.Options.MaxBalances)
            || (isNewChain && _state.LastDeposits.Count == _state.Options.MaxChains)
            || _state.Deposited[asset.Value] + (BigInteger)deposit.Amount >= BigInteger.Pow(10, 30);
        return isFull ? CommandRejectReason.LimitReached : null;
    }

    /// <summary>X1.</summary>
    private void Apply(in SettlementUpdate update)
    {
        if (Refusal(in update) is { } reason)
        {
            _state.Reject(CommandType.SettlementUpdate, reason, update.FirstMatchId);
            return;
        }

        for (var match = update.FirstMatchId; match <= update.LastMatchId; match++)
        {
            _state.Matches[(int)match - 1] = update.State;
        }

        while (_state.FirstUnsettled < _state.Matches.Count
            && _state.Matches[_state.FirstUnsettled] is SettlementState.Final or SettlementState.Failed)
        {
            _state.FirstUnsettled++;
        }

        _state.Sink.Append(EventType.SettlementChanged, in update);
    }

    private CommandRejectReason? Refusal(in SettlementUpdate update)
    {
        if (!Enum.IsDefined(update.State) || update.FirstMatchId == 0 || update.LastMatchId < update.FirstMatchId
            || update.LastMatchId - update.FirstMatchId + 1 > Limits.MaxSettlementRange)
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (update.LastMatchId > (ulong)_state.Matches.Count)
        {
            return CommandRejectReason.Gap;
        }

        var first = (int)update.FirstMatchId - 1;
        var states = _state.Matches[first..(int)update.LastMatchId];
        var isTerminal = update.State is SettlementState.Final or SettlementState.Failed;
        if (first < _state.FirstUnsettled)
        {
            return (int)update.LastMatchId <= _state.FirstUnsettled && isTerminal
                ? CommandRejectReason.AlreadyApplied
                : CommandRejectReason.IllegalTransition;
        }

        var target = update.State;
        if (states.All(state => state == target))
        {
            return CommandRejectReason.AlreadyApplied;
        }

        return states.All(state => state == states[0]) && IsLegal(states[0], target)
            ? null
            : CommandRejectReason.IllegalTransition;
    }

    private static bool IsLegal(SettlementState from, SettlementState to) => (from, to) is
        (SettlementState.Matched, SettlementState.Queued)
        or (SettlementState.Queued, SettlementState.Submitted)
        or (SettlementState.Submitted, SettlementState.Mined)
        or (SettlementState.Mined, SettlementState.Final)
        or (SettlementState.Submitted, SettlementState.Retrying)
        or (SettlementState.Retrying, SettlementState.Submitted)
        or (SettlementState.Mined, SettlementState.Submitted)
        or (SettlementState.Submitted, SettlementState.Failed)
        or (SettlementState.Mined, SettlementState.Failed);
}
