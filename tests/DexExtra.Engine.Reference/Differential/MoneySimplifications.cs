using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>Ways to say less with a command about money, as in <see cref="Simplifications"/>.</summary>
internal static class MoneySimplifications
{
    private delegate void Edit<TBody>(ref TBody body);

    public static IEnumerable<Func<RecordedCommand, RecordedCommand>> Of(CommandType type) => type switch
    {
        CommandType.CreateMarket => Markets(),
        CommandType.SetRiskParameters => Risk(),
        CommandType.Deposit => [Change((ref Deposit deposit) => deposit.Amount = Rounded(deposit.Amount))],
        CommandType.FundTransfer => [Change((ref FundTransfer transfer) => transfer.Amount = Rounded(transfer.Amount))],
        CommandType.Transfer => [Change((ref Transfer transfer) => transfer.Amount = Rounded(transfer.Amount))],
        CommandType.SetCollateral => [Change((ref SetCollateral terms) => (terms.HaircutBp, terms.MaxAgeSeconds) = (0, 0))],
        CommandType.SetCollateralPrice => [Change((ref SetCollateralPrice price) => price.Price = FixedPoint.One)],
        _ => [],
    };

    private static IEnumerable<Func<RecordedCommand, RecordedCommand>> Markets()
    {
        yield return Change((ref CreateMarket terms) =>
        {
            (terms.FeeModel, terms.TakerFeePerLot, terms.MakerFeePerLot, terms.AuctionFeePerLot) = (FeeModel.PerContract, 0, 0, 0);
            (terms.TakerFeeRate, terms.MakerFeeRate, terms.AuctionFeeRate) = (0, 0, 0);
        });
        yield return Change((ref CreateMarket terms) => (terms.AuctionFeePerLot, terms.AuctionFeeRate) = (0, 0));
        yield return Change((ref CreateMarket terms) => (terms.MakerFeePerLot, terms.MakerFeeRate) = (0, 0));
        yield return Change((ref CreateMarket terms) => terms.Life.SettlementFeePerLot = 0);
        yield return Change((ref CreateMarket terms) => terms.InitialState = MarketState.Continuous);
    }

    private static IEnumerable<Func<RecordedCommand, RecordedCommand>> Risk()
    {
        yield return Change((ref RiskParameters risk) => (risk.ConcentrationBp, risk.ConcentrationFreeBp) = (0, 0));
        yield return Change((ref RiskParameters risk) => (risk.OpenInterestBp, risk.OpenInterestBaseLots) = (0, 0));
        yield return Change((ref RiskParameters risk) => (risk.RampSeconds, risk.JumpTicks) = (0, 0));
        yield return Change((ref RiskParameters risk) => risk.ScanVolatility = 0);
        yield return Change((ref RiskParameters risk) => risk.ProfitShareBp = 0);
        yield return Change((ref RiskParameters risk) => risk.DepthBp = 0);
        yield return Change((ref RiskParameters risk) => (risk.LiquidationFeeBp, risk.MinLiquidationLots) = (0, 0));
        yield return Change((ref RiskParameters risk) => (risk.MaxSteps, risk.PauseSeconds) = (0, 0));
        yield return Change((ref RiskParameters risk) => (risk.NoCancelTicks, risk.MinBlockLots) = (0, 0));
    }

    /// <summary>Down to one digit and zeros.</summary>
    private static Int128 Rounded(Int128 amount)
    {
        Int128 unit = 1;
        while (amount / unit >= 10)
        {
            unit *= 10;
        }

        return amount / unit * unit;
    }

    private static Func<RecordedCommand, RecordedCommand> Change(Edit<RiskParameters> edit) =>
        Change((ref SetRiskParameters request) => edit(ref request.Parameters));

    private static Func<RecordedCommand, RecordedCommand> Change<TBody>(Edit<TBody> edit)
        where TBody : unmanaged =>
        command => command.With(bytes => edit(ref MemoryMarshal.AsRef<TBody>(bytes.AsSpan(CommandHeader.SizeBytes))));
}
