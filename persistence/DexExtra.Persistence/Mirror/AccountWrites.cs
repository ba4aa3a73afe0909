using StackExchange.Redis;

namespace DexExtra.Persistence.Mirror;

/// <summary>How accounts go into a MULTI: each key is replaced whole, with the sequence of its last change.</summary>
internal sealed class AccountWrites(MirrorKeys keys)
{
    /// <summary>What changed since the last write.</summary>
    public IEnumerable<Action<RedisBatch>> Of(MirrorAccounts accounts) =>
        accounts.ChangedPositions.Select(Position).Concat(accounts.Changed.Select(Portfolio));

    public IEnumerable<Action<RedisBatch>> All(MirrorAccounts accounts) =>
        accounts.All.SelectMany(portfolio => portfolio.Positions.Values).Select(Position)
            .Concat(accounts.All.Select(Portfolio));

    /// <summary>Tells whoever listens that the keys of these accounts are at the sequence.</summary>
    public void Hint(RedisBatch batch, MirrorAccounts accounts, long sequence)
    {
        foreach (var account in accounts.Changed.Select(portfolio => portfolio.Account).Distinct())
        {
            var channel = RedisChannel.Literal(keys.AccountHints(account));
            batch.Add(batch.Transaction.PublishAsync(channel, sequence));
        }
    }

    private Action<RedisBatch> Position(PositionMirror position)
    {
        var fields = position.Fields();
        var key = keys.Position(position.Portfolio.Account, position.MarketId);
        return batch => Replace(batch, key, fields);
    }

    private Action<RedisBatch> Portfolio(PortfolioMirror portfolio)
    {
        var (worth, gains) = (portfolio.PortfolioFields(), portfolio.ProfitAndLossFields());
        return batch =>
        {
            Replace(batch, keys.Portfolio(portfolio.Account, portfolio.AssetId), worth);
            Replace(batch, keys.ProfitAndLoss(portfolio.Account, portfolio.AssetId), gains);
        };
    }

    /// <summary>Without fields the key goes.</summary>
    private static void Replace(RedisBatch batch, RedisKey key, HashEntry[]? fields)
    {
        batch.Add(batch.Transaction.KeyDeleteAsync(key));
        if (fields is not null)
        {
            batch.Add(batch.Transaction.HashSetAsync(key, fields));
        }
    }
}
