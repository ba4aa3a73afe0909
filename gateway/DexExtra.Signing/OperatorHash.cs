using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// EIP-712 hashes of the operator's commands about a market that lives. The nonce is part of what is signed and not of
/// the command: the gateway lets each pass once. Pure, allocation-free.
/// </summary>
public static class OperatorHash
{
    private const int RulesWords = 35;
    private const int StateWords = 4;
    private const int AuctionWords = 6;
    private const int IndexWords = 4;

    public static Hash32 Digest(Eip712Domain domain, in SetTradingRules command, ulong nonce)
    {
        ref readonly var rules = ref command.Rules;
        var words = new WordWriter(stackalloc byte[RulesWords * Hash32.SizeBytes]);
        words.Append(Eip712Type.SetTradingRules.TypeHash);
        words.Append((ulong)command.MarketId);
        words.Append(rules.EntryBandTicks);
        words.Append(rules.ExecutionBandTicks);
        words.Append(rules.CascadeTicks);
        words.Append(rules.CollarTicks);
        words.Append(rules.CollarWidenTicks);
        words.Append(rules.InitialReferenceTicks);
        words.Append(rules.MinDisplayLots);
        words.Append(rules.MinOrderLots);
        words.Append(rules.MinMarkDepthLots);
        words.Append(rules.PriceIncrementTicks);
        Append(ref words, in rules.FirstTrigger);
        Append(ref words, in rules.SecondTrigger);
        Append(ref words, in rules.ThirdTrigger);
        words.Append((ulong)rules.EntryBandVolatility);
        words.Append((ulong)rules.MaxIcebergParts);
        words.Append((ulong)rules.MaxCascade);
        words.Append((ulong)rules.AuctionSeconds);
        words.Append((ulong)rules.AuctionRandomSeconds);
        words.Append((ulong)rules.MaxExtensions);
        words.Append((ulong)rules.BatchIntervalMs);
        words.Append((ulong)rules.SessionEndSecondOfDay);
        words.Append((ulong)rules.ScheduledAuctionSecondOfDay);
        words.Append((ulong)rules.OutageSeconds);
        words.Append((ulong)rules.MarkMaxAgeSeconds);
        words.Append((ulong)rules.Allocation);
        words.Append((ulong)rules.Flags);
        words.Append(nonce);
        return domain.Digest(words.Hash());
    }

    public static Hash32 Digest(Eip712Domain domain, in SetMarketState command, ulong nonce)
    {
        var words = new WordWriter(stackalloc byte[StateWords * Hash32.SizeBytes]);
        words.Append(Eip712Type.SetMarketState.TypeHash);
        words.Append((ulong)command.MarketId);
        words.Append((ulong)command.State);
        words.Append(nonce);
        return domain.Digest(words.Hash());
    }

    public static Hash32 Digest(Eip712Domain domain, in StartAuction command, ulong nonce)
    {
        var words = new WordWriter(stackalloc byte[AuctionWords * Hash32.SizeBytes]);
        words.Append(Eip712Type.StartAuction.TypeHash);
        words.Append((ulong)command.MarketId);
        words.Append((ulong)command.Kind);
        words.Append((ulong)command.DurationSeconds);
        words.Append((ulong)command.RandomSeconds);
        words.Append(nonce);
        return domain.Digest(words.Hash());
    }

    public static Hash32 Digest(Eip712Domain domain, in SetIndexPrice command, ulong nonce)
    {
        var words = new WordWriter(stackalloc byte[IndexWords * Hash32.SizeBytes]);
        words.Append(Eip712Type.SetIndexPrice.TypeHash);
        words.Append((ulong)command.MarketId);
        words.Append(command.PriceTicks);
        words.Append(nonce);
        return domain.Digest(words.Hash());
    }

    private static void Append(ref WordWriter words, in VolatilityTrigger trigger)
    {
        words.Append(trigger.Ticks);
        words.Append((ulong)trigger.HorizonSeconds);
        words.Append((ulong)trigger.AuctionSeconds);
    }
}
