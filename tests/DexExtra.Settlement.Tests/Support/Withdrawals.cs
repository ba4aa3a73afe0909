using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Signing;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>What became of the withdrawals of a venue: in its log, in the vault, in somebody's wallet.</summary>
internal static class Withdrawals
{
    /// <summary>Every step of every withdrawal, such as "1 Locked" or "2 Failed Expired".</summary>
    public static IReadOnlyList<string> Steps(TestVenue venue)
    {
        var lines = new List<string>();
        using var reader = EventLogReader.Open(venue.Venue.EventsFolder, 0);
        while (reader.TryRead(out _, out var payload))
        {
            foreach (var item in new EventFrame(payload))
            {
                if (item.Type == EventType.WithdrawalChanged)
                {
                    lines.Add(Describe(in item.Body<WithdrawalChanged>()));
                }
            }
        }

        return lines;
    }

    /// <summary>Whole USDC in somebody's own wallet.</summary>
    public static async Task<UInt128> WalletAsync(TestVenue venue, PrivateKey owner) => new AbiReader(
        await venue.AskAsync(venue.Usdc, AbiWriter.Raw(VaultContract.TokensOf(owner.Address)))).Unsigned() / 1_000_000;

    /// <summary>Until nothing is under way any more.</summary>
    public static Task FinishAsync(AgentRun agent) =>
        agent.RunUntilAsync(() => agent.Agent.PollLog(agent.NowMs) == 0 && agent.Book.Withdrawals.Count == 0);

    private static string Describe(in WithdrawalChanged changed)
    {
        var failure = changed.FailureCode == 0 ? "" : $" {(WithdrawalFailure)changed.FailureCode}";
        return $"{changed.WithdrawalId} {changed.State}{failure}";
    }
}
