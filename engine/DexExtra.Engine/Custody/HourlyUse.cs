namespace DexExtra.Engine.Custody;

/// <summary>K2: what passed the gate of an asset in a UTC hour; ledger units.</summary>
internal struct HourlyUse
{
    public ulong Hour;
    public Int128 Amount;
}
