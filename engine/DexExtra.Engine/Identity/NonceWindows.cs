using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.Identity;

/// <summary>
/// C10: per owner address the highest nonce seen and one bit for each of the NonceWindow values up to it. A nonce is
/// used once; below the window everything counts as used, so an order hash is admitted once for ever (SIG-08).
/// </summary>
internal sealed class NonceWindows(int owners)
{
    private const int BitsPerWord = 64;
    private const int Words = Limits.NonceWindow / BitsPerWord;

    private readonly ulong[] _highest = new ulong[owners];
    private readonly ulong[] _used = new ulong[owners * Words];

    /// <summary>X5: the lowest nonce that was cancelled so far ahead that no bit stands for it; 0 = none.</summary>
    private readonly ulong[] _ceiling = new ulong[owners];

    public ulong Highest(int owner) => _highest[owner];

    public ulong Ceiling(int owner) => _ceiling[owner];

    public ReadOnlySpan<ulong> Bits(int owner) => _used.AsSpan(owner * Words, Words);

    /// <summary>Brings near what is known of a nonce.</summary>
    public void Fetch(int owner, ulong nonce)
    {
        CacheLines.Fetch(ref _highest[owner]);
        CacheLines.Fetch(ref Word(owner, nonce));
    }

    /// <summary>None when the nonce may be used; changes nothing.</summary>
    public RejectReason Check(int owner, ulong nonce)
    {
        var highest = _highest[owner];
        if (nonce > highest)
        {
            return nonce - highest > Limits.MaxNonceAdvance ? RejectReason.NonceTooFar
                : _ceiling[owner] != 0 && nonce >= _ceiling[owner] ? RejectReason.NonceCancelled
                : RejectReason.None;
        }

        if (highest - nonce >= Limits.NonceWindow)
        {
            return RejectReason.NonceTooOld;
        }

        return (Word(owner, nonce) & Bit(nonce)) != 0 ? RejectReason.NonceReused : RejectReason.None;
    }

    /// <summary>Uses up a nonce that <see cref="Check"/> allowed.</summary>
    public void Consume(int owner, ulong nonce)
    {
        var highest = _highest[owner];
        if (nonce > highest)
        {
            ForgetBetween(owner, highest, nonce);
            _highest[owner] = nonce;
        }

        Word(owner, nonce) |= Bit(nonce);
    }

    /// <summary>
    /// X5: a nonce that its owner cancelled on chain counts as used. One that no order could use yet, because it is too
    /// far ahead, closes the range from it on.
    /// </summary>
    public void Burn(int owner, ulong nonce)
    {
        var highest = _highest[owner];
        if (nonce > highest && nonce - highest > Limits.MaxNonceAdvance)
        {
            _ceiling[owner] = _ceiling[owner] == 0 ? nonce : Math.Min(_ceiling[owner], nonce);
        }
        else if (nonce > highest || highest - nonce < Limits.NonceWindow)
        {
            Consume(owner, nonce);
        }
    }

    private static ulong Bit(ulong nonce) => 1UL << (int)(nonce % BitsPerWord);

    private ref ulong Word(int owner, ulong nonce) =>
        ref _used[(owner * Words) + (int)(nonce / BitsPerWord % Words)];

    private void ForgetBetween(int owner, ulong highest, ulong nonce)
    {
        if (nonce - highest >= Limits.NonceWindow)
        {
            _used.AsSpan(owner * Words, Words).Clear();
            return;
        }

        for (var value = highest + 1; value <= nonce; value++)
        {
            Word(owner, value) &= ~Bit(value);
        }
    }
}
