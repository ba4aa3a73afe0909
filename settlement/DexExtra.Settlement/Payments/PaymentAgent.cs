using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Lane;
using DexExtra.Settlement.Owners;
using DexExtra.Settlement.Results;
using DexExtra.Settlement.Trades;

namespace DexExtra.Settlement.Payments;

/// <summary>
/// Money that leaves (K2, K5): looks at what the vault paid, compares it with the ledger, pays what is approved, tells
/// the engine. One loop.
/// </summary>
internal sealed class PaymentAgent
{
    private readonly PaymentScanner _scanner;
    private readonly VaultCheck _check;
    private readonly AccountCheck _accounts;
    private readonly WithdrawalPayer _payer;
    private readonly WithdrawalReporter _reporter;

    private PaymentAgent(
        AgentParts parts, PayerOptions options, SettlementBook book, NonceLane lane, ResultScanner results,
        EnginePublisher publisher)
    {
        var (section, chain) = (parts.Section, parts.Chain);
        var place = new VaultPlace(section.Vault, section.ChainId, section.DeployBlock);
        _scanner = new PaymentScanner(chain, section.Vault, section.DeployBlock, book);
        var ownerOptions = new OwnerOptions(
            section.Vault, section.Exchange, section.ChainId, section.DeployBlock, section.ResendMs);
        var inFlight = new InFlight(chain, book, _scanner, place, ownerOptions);
        _check = new VaultCheck(chain, book, inFlight, place, parts.Log);
        _accounts = new AccountCheck(chain, book, results, inFlight, place, parts.Log);
        _payer = new WithdrawalPayer(chain, lane, book, results, _scanner, options, parts.Log);
        _reporter = new WithdrawalReporter(
            chain, book, _scanner, _payer, publisher, new ReporterOptions(section.ChainId, section.ResendMs),
            parts.Log);
    }

    /// <summary>Null without an approver: then this process pays nothing.</summary>
    public static PaymentAgent? Of(
        AgentParts parts, SettlementBook book, NonceLane lane, ResultScanner results, EnginePublisher publisher)
    {
        if (parts.Approver is not { } approver)
        {
            return null;
        }

        var options = new PayerOptions
        {
            Approver = approver,
            Operator = parts.Key.Address,
            Vault = parts.Section.Vault,
            ChainId = parts.Section.ChainId,
            MaxInFlight = parts.Section.MaxInFlight,
        };
        return new PaymentAgent(parts, options, book, lane, results, publisher);
    }

    /// <summary>Why money cannot leave; null otherwise.</summary>
    public string? Problem => _scanner.Problem ?? _check.Problem ?? _accounts.Problem ?? _payer.Problem;

    /// <summary>Looks at the chain once and sends what is due.</summary>
    /// <exception cref="ChainUnavailableException">The node does not answer; nothing is lost.</exception>
    public async Task StepAsync(ChainPosition position, long nowMs, CancellationToken cancel)
    {
        await _scanner.ScanAsync(position, cancel);
        await _check.StepAsync(position, nowMs, cancel);
        await _accounts.StepAsync(position, nowMs, cancel);
        await _payer.StepAsync(token => IsSoundAsync(position, token), nowMs, cancel);
        await _reporter.LookAsync(cancel);
    }

    private async Task<bool> IsSoundAsync(ChainPosition position, CancellationToken cancel) =>
        _accounts.Problem is null && await _check.IsSoundAsync(position, cancel);

    /// <summary>Sends the steps that the engine does not know yet.</summary>
    public void Report(long nowMs) => _reporter.Report(nowMs);
}
