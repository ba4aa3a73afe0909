using System.Buffers.Binary;
using System.Collections.Immutable;
using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;

namespace DexExtra.Simulation.Models;

/// <summary>
/// What the exchange contract does with a call, as one immutable state: matches in order and once, repeats and matches
/// without a quantity without effect, a gap reverts. The rest of its rules is tested on the real contract.
/// </summary>
internal sealed record SimContract
{
    private const int WordBytes = AbiWriter.WordBytes;
    private const int MatchWords = 52;
    private const int QuantityWord = 3;
    private const int BuyHashWord = 26;
    private const int SellHashWord = 49;
    private const ushort FailureCode = 17;

    private static readonly byte[] Settle = AbiWriter.Selector(ExchangeContract.SettleSignature);
    private static readonly byte[] Register = AbiWriter.Selector(ExchangeContract.RegisterSignature);

    public ulong LastMatch { get; init; }

    public ImmutableDictionary<uint, byte[]> Markets { get; init; } = ImmutableDictionary<uint, byte[]>.Empty;

    /// <summary>The state after a call and what it logged; null when the call reverts.</summary>
    /// <param name="data">Selector and arguments.</param>
    /// <param name="isRefused">Which matches the contract does not settle.</param>
    public (SimContract State, List<(Hash32[] Topics, byte[] Data)> Logs)? Apply(
        ReadOnlySpan<byte> data, Predicate<ulong> isRefused)
    {
        var arguments = data[AbiWriter.SelectorBytes..];
        if (data[..AbiWriter.SelectorBytes].SequenceEqual(Register))
        {
            var marketId = (uint)Number(arguments, 0);
            return Markets.ContainsKey(marketId)
                ? null
                : (this with { Markets = Markets.Add(marketId, arguments[WordBytes..].ToArray()) }, []);
        }

        return data[..AbiWriter.SelectorBytes].SequenceEqual(Settle) ? ApplyMatches(arguments, isRefused) : null;
    }

    private (SimContract State, List<(Hash32[] Topics, byte[] Data)> Logs)? ApplyMatches(
        ReadOnlySpan<byte> arguments, Predicate<ulong> isRefused)
    {
        var logs = new List<(Hash32[] Topics, byte[] Data)>();
        var last = LastMatch;
        var count = (int)Number(arguments, 1);
        for (var index = 0; index < count; index++)
        {
            var match = arguments[((2 + (index * MatchWords)) * WordBytes)..];
            var matchId = Number(match, 0);
            if (matchId <= last)
            {
                continue;
            }

            if (matchId != last + 1)
            {
                return null;
            }

            last = matchId;
            var isVoid = Number(match, QuantityWord) == 0;
            logs.Add(isVoid || isRefused(matchId) ? Failed(matchId) : Settled(matchId, match));
        }

        return (this with { LastMatch = last }, logs);
    }

    private static (Hash32[] Topics, byte[] Data) Settled(ulong matchId, ReadOnlySpan<byte> match) => (
        [ExchangeContract.TradeSettledTopic, Topic(matchId)],
        [.. Word(match, BuyHashWord), .. Word(match, SellHashWord)]);

    private static (Hash32[] Topics, byte[] Data) Failed(ulong matchId) => (
        [ExchangeContract.TradeFailedTopic, Topic(matchId)],
        AbiWriter.Arguments().Unsigned(FailureCode).Unsigned(0).ToArray());

    public static Hash32 Topic(ulong number) => new(AbiWriter.Arguments().Unsigned(number).ToArray());

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> words, int index) =>
        words.Slice(index * WordBytes, WordBytes);

    private static ulong Number(ReadOnlySpan<byte> words, int index) =>
        BinaryPrimitives.ReadUInt64BigEndian(Word(words, index)[(WordBytes - sizeof(ulong))..]);
}
