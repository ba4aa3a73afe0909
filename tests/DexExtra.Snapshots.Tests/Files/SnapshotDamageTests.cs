using DexExtra.Journal.Tests.Storage;
using DexExtra.Snapshots.Files;

namespace DexExtra.Snapshots.Tests.Files;

/// <summary>No changed byte of a snapshot is ever taken for the state of the venue.</summary>
[Trait("rule", "JRN-16")]
public sealed class SnapshotDamageTests : IDisposable
{
    private const int Seed = 20_261;
    private const int RandomFlips = 3_000;

    private readonly FaultyStorage _storage = new();
    private readonly TestVenue _venue;
    private readonly List<string> _lines = [];

    public SnapshotDamageTests()
    {
        _venue = new TestVenue(_storage);
        for (var number = 0; number < SnapshotFormat.Kept; number++)
        {
            _venue.Play(5);
            Assert.NotNull(_venue.Make());
        }
    }

    private string Newest => Path.Combine(_venue.Folders.Snapshots, SnapshotFormat.Name(45));

    public void Dispose() => _venue.Dispose();

    [Fact]
    public void Every_flipped_bit_of_a_header_is_found()
    {
        var header = HeaderBytes.SizeBytes + (2 * HeaderBytes.SourceBytes);
        for (var bit = 0; bit < header * 8; bit++)
        {
            Flip(bit);
            Assert.Throws<SnapshotException>(() => SnapshotFile.ReadHeader(_storage, Newest));
            Flip(bit);
        }

        Assert.Equal(45, SnapshotFile.ReadHeader(_storage, Newest).Sequence);
    }

    [Fact]
    public void Flipped_bits_anywhere_are_found()
    {
        var random = new Random(Seed);
        var target = EngineSnapshot.Fresh(SmallEngine.Options with
        {
            HashSeed = SnapshotFile.ReadHeader(_storage, Newest).HashSeed,
        });
        var bits = (int)_storage.File(Newest).Length * 8;
        for (var count = 0; count < RandomFlips; count++)
        {
            var bit = random.Next(bits);
            Flip(bit);
            Assert.Throws<SnapshotException>(() => SnapshotFile.Load(_storage, Newest, target.Image));
            Flip(bit);
        }

        SnapshotFile.Load(_storage, Newest, target.Image);
        Assert.Equal(_venue.Hashes[45], target.Engine.StateHash());
    }

    [Fact]
    public void A_file_that_ends_early_or_late_is_found()
    {
        var whole = Bytes();
        for (var length = 0; length <= whole.Length + 1; length += length < whole.Length - 256 ? 131 : 1)
        {
            if (length != whole.Length)
            {
                Replace([.. whole.Concat(new byte[1]).Take(length)]);
                Assert.ThrowsAny<SnapshotException>(() => EngineSnapshot.Load(_storage, Newest, SmallEngine.Options));
            }
        }
    }

    [Fact]
    public void A_damaged_newest_is_passed_over_and_still_says_how_far_the_log_must_reach()
    {
        Flip(((int)_storage.File(Newest).Length * 8) - 1);
        var found = _venue.LoadNewest(_storage, _lines, out var held);
        Assert.Equal((30, 45), (found!.Header!.Sequence, held));
        Assert.Equal(_venue.Hashes[30], found.Engine.StateHash());
        var line = Assert.Single(_lines);
        Assert.Matches($"^snapshot: {Newest} offset [0-9]+: trailer: it does not close this file$", line);
    }

    [Fact]
    public void Without_a_usable_snapshot_there_is_none_and_every_file_has_its_line()
    {
        foreach (var sequence in new long[] { 15, 30, 45 })
        {
            Flip(0, Path.Combine(_venue.Folders.Snapshots, SnapshotFormat.Name(sequence)));
        }

        Assert.Null(_venue.LoadNewest(_storage, _lines, out var held));
        Assert.Equal(0, held);
        Assert.Equal(3, _lines.Count);
    }

    [Fact]
    public void A_snapshot_under_another_name_is_damaged()
    {
        _storage.Put(Path.Combine(_venue.Folders.Snapshots, SnapshotFormat.Name(46)), _storage.File(Newest));
        Assert.Equal(45, _venue.LoadNewest(_storage, _lines, out _)!.Header!.Sequence);
        Assert.EndsWith("the name contradicts its sequence 45", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_of_another_build_is_passed_over()
    {
        var bytes = Bytes();
        bytes[104] ^= 1;
        System.Runtime.InteropServices.MemoryMarshal.Write(
            bytes.AsSpan(12),
            HeaderBytes.ComputeCrc(bytes.AsSpan(0, HeaderBytes.SizeBytes + (2 * HeaderBytes.SourceBytes))));
        Replace(bytes);
        Assert.Equal(30, _venue.LoadNewest(_storage, _lines, out _)!.Header!.Sequence);
        Assert.Contains("written by build", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_options_are_named_by_their_first_difference()
    {
        var error = Assert.Throws<SnapshotException>(() => EngineSnapshot.Load(
            _storage, Newest, SmallEngine.Options with { MaxAllottedPerCommand = 63 }));
        Assert.EndsWith(
            "made with other options: engine._state.Options.MaxAllottedPerCommand: '64' in the image, '63' in this engine",
            error.Message, StringComparison.Ordinal);
        error = Assert.Throws<SnapshotException>(() => EngineSnapshot.Load(
            _storage, Newest, SmallEngine.Options with { MaxAccounts = 17 }));
        Assert.Contains("made for another engine: 'engine._state.Accounts", error.Message, StringComparison.Ordinal);
    }

    private void Flip(int bit, string? path = null)
    {
        var file = _storage.File(path ?? Newest);
        var bytes = new byte[1];
        _ = file.Read(bytes, bit / 8);
        bytes[0] ^= (byte)(1 << (bit % 8));
        file.Write(bytes, bit / 8);
    }

    private byte[] Bytes()
    {
        var bytes = new byte[_storage.File(Newest).Length];
        _ = _storage.File(Newest).Read(bytes, 0);
        return bytes;
    }

    private void Replace(byte[] bytes)
    {
        var file = new SimulatedFile();
        file.Write(bytes, 0);
        _storage.Put(Newest, file);
    }
}
