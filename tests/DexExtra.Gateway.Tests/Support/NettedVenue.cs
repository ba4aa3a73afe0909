namespace DexExtra.Gateway.Tests.Support;

/// <summary>A venue whose chain settles net balances: withdrawals, busts and rebates are allowed.</summary>
public sealed class NettedVenue : Venue
{
    protected override bool NettedSettlement => true;
}
