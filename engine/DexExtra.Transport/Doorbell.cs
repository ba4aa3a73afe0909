using System.Runtime.CompilerServices;
using DexExtra.Transport.Native;

namespace DexExtra.Transport;

/// <summary>
/// Wakes sleeping processes: a futex word in a small shared file. Any number of ringers and waiters, any threads.
/// <code>0 u64 magic "DXDBELL1"     128 u32 word: bit 0 = somebody may sleep, bits 1..31 = number of rings</code>
///
/// No ring is lost. A waiter arms the word (<see cref="Observe"/>, a read-modify-write, so a full fence), looks for
/// work once more and sleeps only while the word is what it armed. A ringer makes its work visible, passes a full
/// fence and reads the word. Either it sees the armed bit, and then changes the word and wakes everybody; or the
/// waiter armed later and its look, after its own fence, finds the work. The kernel compares the word under its own
/// lock, so a change between the look and the sleep makes the sleep return at once.
///
/// A ring when nobody is armed is one fence and one read of a line everybody shares. A waiter that dies leaves the bit
/// behind; the next ring takes it away at the cost of one system call that wakes nobody. A ringer killed between
/// changing the word and the system call leaves sleepers asleep until their timeout: so waits are finite, and a
/// producer that opens rings <see cref="RingAlways"/>.
/// </summary>
public sealed unsafe class Doorbell : IDisposable
{
    private const ulong ExpectedMagic = 0x314C_4C45_4244_5844;
    private const int FileBytes = 4096;
    private const int WordOffset = 128;
    private const uint ArmedBit = 1;
    private const uint OneRing = 2;
    private const int MsPerSecond = 1000;
    private const int NsPerMs = 1_000_000;

    private readonly MappedFile _file;
    private uint* _word;

    private Doorbell(MappedFile file)
    {
        _file = file;
        _word = (uint*)(file.Address + WordOffset);
    }

    /// <summary>Opens the doorbell of this path, creating it when it does not exist. Everybody opens it
    /// alike.</summary>
    /// <exception cref="TransportException">The file is something else, or the system refused.</exception>
    public static Doorbell Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = MappedFile.OpenOrCreate(path, FileBytes);
        ref var magic = ref Unsafe.AsRef<ulong>(file.Address);
        if (Interlocked.CompareExchange(ref magic, ExpectedMagic, 0) is not 0 and not ExpectedMagic)
        {
            file.Dispose();
            throw new TransportException(TransportError.DamagedHeader, $"{path} is not a doorbell");
        }

        return new Doorbell(file);
    }

    /// <summary>Wakes every waiter that is armed. Call after the work is visible. No system call when nobody
    /// is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ring()
    {
        Interlocked.MemoryBarrier();
        if ((Volatile.Read(ref Word) & ArmedBit) != 0)
        {
            WakeArmed();
        }
    }

    /// <summary>Wakes every waiter, armed or not. For start-up: one system call.</summary>
    public void RingAlways()
    {
        Interlocked.Or(ref Word, ArmedBit);
        WakeArmed();
    }

    /// <summary>Arms the doorbell. Look for work once more after this call, and only then <see cref="Wait"/>.</summary>
    /// <returns>What to pass to <see cref="Wait"/>.</returns>
    public uint Observe() => Interlocked.Or(ref Word, ArmedBit) | ArmedBit;

    /// <summary>Sleeps until a ring after <paramref name="seen"/> was observed, or for the given time; may also return
    /// early for no reason. Use a finite time: it bounds the harm of a doorbell file removed under its users.</summary>
    /// <param name="seen">What <see cref="Observe"/> returned.</param>
    /// <param name="timeoutMs">Longest sleep, or a negative value for no limit.</param>
    /// <returns>True when it was rung.</returns>
    public bool Wait(uint seen, int timeoutMs)
    {
        if (Volatile.Read(ref Word) == seen)
        {
            var timeout = new Timespec
            {
                Seconds = timeoutMs / MsPerSecond,
                Nanoseconds = timeoutMs % MsPerSecond * (long)NsPerMs,
            };
            Libc.FutexWait(_word, seen, timeoutMs < 0 ? null : &timeout);
        }

        return Volatile.Read(ref Word) != seen;
    }

    public void Dispose()
    {
        _word = null;
        _file.Dispose();
    }

    private ref uint Word
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ObjectDisposedException.ThrowIf(_word == null, this);
            return ref Unsafe.AsRef<uint>(_word);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeArmed()
    {
        uint current;
        do
        {
            current = Volatile.Read(ref Word);
            if ((current & ArmedBit) == 0)
            {
                // another ringer took the bit after our work was visible, and wakes the same waiters
                return;
            }
        }
        while (Interlocked.CompareExchange(ref Word, (current + OneRing) & ~ArmedBit, current) != current);

        Libc.FutexWakeAll(_word);
    }
}
