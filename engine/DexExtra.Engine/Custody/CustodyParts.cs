using DexExtra.Engine.Ledger;
using DexExtra.Engine.Risk;

namespace DexExtra.Engine.Custody;

/// <summary>The parts of custody (K1–K4, R4, L6), made once over the one state.</summary>
internal sealed class CustodyParts
{
    public CustodyParts(EngineState state, MarginCalculator margins, BalanceReports reports)
    {
        var requests = new SignedRequests(state);
        FreeCash = new FreeCash(state, margins);
        Funds = new Funds(state);
        Transfers = new TransferHandler(state, requests, FreeCash, reports);
        Margins = new MarginHandler(state, requests, FreeCash, margins, reports);
        Withdrawals = new WithdrawalHandler(state, requests, FreeCash, new WithdrawalGate(state));
        WithdrawalLimits = new WithdrawalLimitsHandler(state);
        FundTransfers = new FundHandler(state, FreeCash, Funds, reports);
    }

    public FreeCash FreeCash { get; }

    public Funds Funds { get; }

    public TransferHandler Transfers { get; }

    public MarginHandler Margins { get; }

    public WithdrawalHandler Withdrawals { get; }

    public WithdrawalLimitsHandler WithdrawalLimits { get; }

    public FundHandler FundTransfers { get; }
}
