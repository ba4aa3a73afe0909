namespace DexExtra.Gateway.Tests.Support;

/// <summary>A venue that settles trade by trade and whose settlement process pays withdrawals.</summary>
public sealed class PayingVenue : Venue
{
    protected override bool Withdrawals => true;
}
