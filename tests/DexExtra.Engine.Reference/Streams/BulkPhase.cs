namespace DexExtra.Engine.Reference.Streams;

/// <summary>
/// Profiles with thousands of orders play in turns: orders until the book is full, then mass cancels that visit all of
/// it, so that many of them run at a time.
/// </summary>
internal sealed class BulkPhase(StreamProfile profile)
{
    private const int Sweeps = 400;
    private int _left;

    public bool IsSweeping(int openOrders)
    {
        if (_left == 0 && profile.Name == "sweeps" && openOrders >= profile.Depth)
        {
            _left = Sweeps;
        }

        _left -= _left > 0 ? 1 : 0;
        return _left > 0;
    }
}
