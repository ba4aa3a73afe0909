namespace DexExtra.Bench.Core;

/// <summary>What one record of a workload asks of the book.</summary>
internal enum WorkloadOp : byte
{
    /// <summary>A limit order that rests with what it does not trade.</summary>
    New = 1,
    Cancel = 2,

    /// <summary>A limit order whose rest is dropped.</summary>
    Immediate = 3,

    /// <summary>Cancel, then new at the tail with the price and the whole quantity of the record; may trade.</summary>
    Replace = 4,
}
