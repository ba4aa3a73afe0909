using DexExtra.Hosting;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Outbox;

namespace DexExtra.Settlement.Tests;

/// <summary>The outbox folder: what was stored comes back, what was torn goes, what is damaged stops the
/// process.</summary>
public sealed class OutboxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("outbox-test-").FullName;

    [Fact]
    public void Entries_come_back_in_order_of_nonce_with_all_variants()
    {
        using (var store = new OutboxStore(FileStorage.Instance, _folder))
        {
            Add(store, Entry(12), 1);
            Add(store, Entry(9), 1, 2, 3);
        }

        using var reopened = new OutboxStore(FileStorage.Instance, _folder);
        var entries = reopened.Load();
        Assert.Equal([9UL, 12UL], entries.Select(entry => entry.Nonce));
        Assert.Equal([1, 2, 3], entries[0].Variants.Select(variant => (int)variant.MaxFeePerGas));
        Assert.Equal(new byte[] { 2, 3 }, entries[0].Newest.Transaction.Raw);
        var (stored, loaded) = (Entry(9), entries[0]);
        Assert.Equal(
            (stored.Kind, stored.First, stored.Last, stored.Attempt, stored.To, stored.GasLimit),
            (loaded.Kind, loaded.First, loaded.Last, loaded.Attempt, loaded.To, loaded.GasLimit));
        Assert.Equal(stored.Data, loaded.Data);
        reopened.Remove(entries[0]);
        Assert.Equal([12UL], reopened.Load().Select(entry => entry.Nonce));
    }

    [Fact]
    public void A_file_that_never_got_its_name_was_never_sent_and_goes()
    {
        using var store = new OutboxStore(FileStorage.Instance, _folder);
        File.WriteAllText(Path.Combine(_folder, "00000000000000000001-000.tx.new"), "half a transa");
        Assert.Empty(store.Load());
        Assert.Empty(Directory.GetFiles(_folder, "*.new"));
    }

    /// <summary>Found by the campaign: such a rest could never be removed, and no start got past it.</summary>
    [Fact]
    [Trait("row", "CHN-03")]
    public void An_entry_that_was_being_forgotten_when_the_process_died_is_forgotten()
    {
        using var store = new OutboxStore(FileStorage.Instance, _folder);
        Add(store, Entry(3), 1, 2, 3);
        Add(store, Entry(4), 1);
        File.Delete(Path.Combine(_folder, "00000000000000000003-000.tx"));
        Assert.Equal([4UL], store.Load().Select(entry => entry.Nonce));
        Assert.Single(Directory.GetFiles(_folder, "*.tx"));
    }

    [Fact]
    [Trait("rule", "P11")]
    public void Every_damaged_byte_stops_the_process()
    {
        using var store = new OutboxStore(FileStorage.Instance, _folder);
        Add(store, Entry(1), 1);
        var path = Directory.GetFiles(_folder, "*.tx").Single();
        var good = File.ReadAllBytes(path);
        for (var position = 0; position < good.Length; position++)
        {
            var bad = good.ToArray();
            bad[position] ^= 1;
            File.WriteAllBytes(path, bad);
            var error = Assert.Throws<FatalException>(store.Load);
            Assert.Equal(ExitCodes.Storage, error.ExitCode);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_second_process_is_refused()
    {
        using var store = new OutboxStore(FileStorage.Instance, _folder);
        var error = Assert.Throws<StorageException>(() => new OutboxStore(FileStorage.Instance, _folder));
        Assert.Equal(Errno.WouldBlock, error.Errno);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static OutboxEntry Entry(ulong nonce) => new()
    {
        Nonce = nonce,
        Kind = OutboxKind.Settle,
        First = 5,
        Last = 44,
        Attempt = 3,
        To = Address.Parse("0x1234567890123456789012345678901234567890"),
        GasLimit = 77,
        Data = [7, 8, 9],
    };

    private static void Add(OutboxStore store, OutboxEntry entry, params int[] fees)
    {
        foreach (var fee in fees)
        {
            byte[] raw = [2, (byte)fee];
            store.Add(entry, new OutboxVariant(new SignedTransaction(default, raw), (UInt128)fee, 1));
        }
    }
}
