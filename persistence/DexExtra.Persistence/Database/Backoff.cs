using System.Security.Cryptography;

namespace DexExtra.Persistence.Database;

/// <summary>
/// Pause between attempts: doubles from first to longest, each time a random part of it (full jitter).
/// </summary>
internal sealed class Backoff
{
    private readonly int _firstMs;
    private readonly int _maxMs;
    private int _ceilingMs;

    public Backoff(int firstMs, int maxMs)
    {
        _firstMs = firstMs;
        _maxMs = maxMs;
        Reset();
    }

    public void Reset() => _ceilingMs = _firstMs;

    /// <summary>The next pause, at least half of the ceiling.</summary>
    public int NextMs()
    {
        var ceiling = _ceilingMs;
        _ceilingMs = Math.Min(_maxMs, ceiling * 2);
        return (ceiling / 2) + RandomNumberGenerator.GetInt32((ceiling / 2) + 1);
    }
}
