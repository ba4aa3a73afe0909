namespace DexExtra.Bench.Core;

/// <summary>
/// Nanoseconds per operation of short batches, of one run or several. On a machine that is not idle most batches are
/// not disturbed: what the lower half of them took says more than the sum of all.
/// </summary>
internal sealed class BatchTimes
{
    private readonly List<double> _nsPerOp = [];

    /// <summary>So many operations took so long.</summary>
    public void Add(double ns, int operations) => _nsPerOp.Add(ns / operations);

    /// <summary>Room for so many batches, so that adding them allocates nothing.</summary>
    public void Reserve(int batches) => _nsPerOp.EnsureCapacity(_nsPerOp.Count + batches);

    /// <summary>The tenth part that was fastest ended here, and the middle.</summary>
    public BatchFigures Figures()
    {
        var sorted = _nsPerOp.Order().ToArray();
        return sorted.Length == 0
            ? new BatchFigures(0, 0)
            : new BatchFigures(sorted[sorted.Length / 10], sorted[sorted.Length / 2]);
    }
}
