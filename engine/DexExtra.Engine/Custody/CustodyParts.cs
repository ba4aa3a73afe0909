using DexExtra.Engine.Risk;

namespace DexExtra.Engine.Custody;

/// <summary>The parts of custody (K1–K4, R4, L6), made once over the one state.</summary>
internal sealed class CustodyParts
{
    public CustodyParts(EngineState state, MarginCalculator margins)
    {
        var requests = new SignedRequests(state);
        FreeCash = new FreeCash(state, margins);
        Reports = new BalanceReports(state);
        Funds = new Funds(state);
        Transfers = new TransferHandler(state, requests, FreeCash, Reports);
        Margins = new MarginHandler(state, requests, FreeCash, margins, Reports);
        Withdrawals = new WithdrawalHandler(state, requests, FreeCash, new WithdrawalGate(state));
        WithdrawalLimits = new WithdrawalLimitsHandler(state);
        FundTransfers = new FundHandler(state, FreeCash, Funds, Reports);
    }

    public FreeCash FreeCash { get; }

    public BalanceReports Reports { get; }

    public Funds Funds { get; }

    public TransferHandler Transfers { get; }

    public MarginHandler Margins { get; }

    public WithdrawalHandler Withdrawals { get; }

    public WithdrawalLimitsHandler WithdrawalLimits { get; }

    public FundHandler FundTransfers { get; }
}
