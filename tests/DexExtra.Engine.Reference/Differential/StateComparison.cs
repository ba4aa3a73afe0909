using System.Globalization;
using System.Numerics;
using DexExtra.Engine.Inspection;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>Books, balances, positions, pools and counters of the engine against the reference's.</summary>
public static class StateComparison
{
    /// <summary>The first thing that differs, or null.</summary>
    public static string? Difference(EngineView view, ReferenceEngine reference)
    {
        var state = reference.State;
        return Compare("accounts", state.Accounts.Count, view.Accounts)
            ?? Compare("next match", state.Matches.Count + 1, view.NextMatchId)
            ?? Compare("oldest unsettled match", state.FirstUnsettled + 1, view.OldestUnsettledMatchId)
            ?? state.Markets.Values.Select(market => Market(view, market)).FirstOrDefault(IsDifference)
            ?? state.Accounts.Values.Select(account => Account(view, state, account)).FirstOrDefault(IsDifference)
            ?? state.Assets.Keys.Select(asset => Asset(view, state, asset)).FirstOrDefault(IsDifference);
    }

    private static bool IsDifference(string? text) => text is not null;

    private static string? Market(EngineView view, ReferenceMarket market) =>
        Compare($"pool of market {market.Terms.MarketId}", market.Pool, view.Pool(market.Terms.MarketId))
        ?? Book(view, market, Side.Buy)
        ?? Book(view, market, Side.Sell);

    private static string? Book(EngineView view, ReferenceMarket market, Side side)
    {
        var expected = market.Book(side)
            .Select(o => new BookOrder(o.PriceTicks, o.OrderId, o.ActiveLots, o.ShownLots)).ToList();
        var actual = new BookOrder[expected.Count + 1];
        var count = view.CopyOrders(market.Terms.MarketId, side, actual);
        var isSame = expected.SequenceEqual(actual.Take(count));
        return isSame ? null : $"the {side} book of market {market.Terms.MarketId} differs";
    }

    private static string? Account(EngineView view, ReferenceState state, ReferenceAccount account)
    {
        foreach (var asset in account.Available.Keys)
        {
            var balance = view.Balance(account.Id, asset);
            var difference = Compare($"available of {account.Id}", account.Free(asset), balance.Available)
                ?? Compare($"held of {account.Id}", account.Held(asset), balance.Held);
            if (difference is not null)
            {
                return difference;
            }
        }

        return state.Markets.Keys.Select(market => Position(view, account, market)).FirstOrDefault(IsDifference);
    }

    private static string? Position(EngineView view, ReferenceAccount account, uint market)
    {
        var actual = view.Position(account.Id, market);
        return account.Positions.TryGetValue(market, out var position)
            ? Compare($"position of {account.Id} in {market}", position.Lots, actual.Lots)
                ?? Compare($"cost of {account.Id} in {market}", position.Cost, actual.Cost)
            : null;
    }

    private static string? Asset(EngineView view, ReferenceState state, uint asset) =>
        Compare($"fees in asset {asset}", state.Fees[asset], view.Fees(asset))
        ?? Compare($"deposits of asset {asset}", state.Deposited[asset], view.Deposited(asset));

    private static string? Compare(string what, BigInteger expected, BigInteger actual) => expected == actual
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{what}: {actual} in the engine, {expected} in the reference");

    private static string? Compare(string what, BigInteger expected, Int128 actual) =>
        Compare(what, expected, (BigInteger)actual);
}
