using DexExtra.Engine.Reference.Money;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>
/// The engine with the slow ledger as its judge: every number of money in each frame must be the ledger's, and after
/// each frame all that it knows is added up again.
/// </summary>
public sealed class LedgerVenue : IVenue
{
    private readonly EngineVenue _venue;
    private readonly SlowLedger _ledger;

    public LedgerVenue(EngineOptions options)
    {
        _venue = new EngineVenue(options);
        _ledger = new SlowLedger(_venue.Engine.View.TickVolatility, _venue.Engine.View.MarkedNs)
        {
            IsNetted = options.NettedSettlement,
        };
    }

    /// <exception cref="MoneyException">A number is not the slow ledger's.</exception>
    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
    {
        var frame = _venue.Apply(command);
        _ledger.Apply(frame);
        _ledger.Recompute();
        _venue.Engine.Audit();
        return frame;
    }
}
