using DexExtra.Messages;
using DexExtra.Settlement.Chain;

namespace DexExtra.Simulation.Models;

/// <summary>One block and the state behind it.</summary>
internal sealed record SimBlock
{
    public required ulong Number { get; init; }

    public required SimContract Contract { get; init; }

    /// <summary>Transactions of the operator so far.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>Deposits so far.</summary>
    public required ulong Deposits { get; init; }

    public List<(SimTransaction Transaction, bool Succeeded)> Transactions { get; } = [];

    public List<(AccountId Account, long Amount)> DepositsMade { get; } = [];

    public List<LogEntry> Logs { get; } = [];
}
