using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Tests.Storage;

public sealed class TransferTests(ITestOutputHelper output)
{
    private const int Seed = 6;

    // JRN-06: short counts and EINTR at every position, 10,000 scripts: complete and identical, or a clear error
    [Fact]
    [Trait("rule", "JRN-06")]
    public unsafe void Short_and_interrupted_transfers_are_continued_or_reported()
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        byte[] source = new byte[4096];
        byte[] target = new byte[4096];
        random.NextBytes(source);
        for (int round = 0; round < 10_000; round++)
        {
            int count = random.Next(source.Length + 1);
            bool fails = random.Next(4) == 0;
            Array.Clear(target);
            fixed (byte* from = source, to = target)
            {
                var call = new ScriptedCall(random, (nint)to, fails ? random.Next(1, 40) : int.MaxValue);
                try
                {
                    int done = Transfer.Run(ref call, from, count, ("pwrite", "file", 100));
                    Assert.Equal(count, done);
                    Assert.Equal(source.AsSpan(0, count), target.AsSpan(0, count));
                }
                catch (StorageException e)
                {
                    Assert.True(fails);
                    Assert.Equal(Errno.InputOutput, e.Errno);
                    Assert.Equal(100 + call.Done, e.Offset);
                    Assert.Equal(source.AsSpan(0, call.Done), target.AsSpan(0, call.Done));
                }
                Assert.False(target.AsSpan(call.Done).ContainsAnyExcept((byte)0));
            }
        }
    }

    /// <summary>Moves 1…n bytes, or answers EINTR, or EIO from the n-th call on.</summary>
    private unsafe struct ScriptedCall(Random random, nint target, int failingCall) : ITransferCall
    {
        private int _calls;

        public int Done { get; private set; }

        public nint Move(byte* memory, nint count, long offset, out int errno)
        {
            _calls++;
            errno = _calls >= failingCall ? Errno.InputOutput : random.Next(3) == 0 ? Errno.Interrupted : 0;
            if (errno != 0)
            {
                return -1;
            }
            Assert.Equal(100 + Done, offset);
            int moved = random.Next(2) == 0 ? (int)count : random.Next(1, (int)count + 1);
            new Span<byte>(memory, moved).CopyTo(new Span<byte>((byte*)target + Done, moved));
            Done += moved;
            return moved;
        }
    }
}
