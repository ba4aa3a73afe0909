using DexExtra.Gateway.Access;
using DexExtra.Journal.Storage;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Access;

/// <summary>What a crash, a careless hand and a full life leave in the access log.</summary>
public sealed class AccessLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-access-").FullName;

    private string FilePath => Path.Combine(_folder, "access.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_appended_is_read_again_in_order()
    {
        var records = Enumerable.Range(0, 5).Select(Record).ToList();
        using (var log = Open(out var empty))
        {
            Assert.Empty(empty);
            records.ForEach(log.Append);
        }

        Open(out var read).Dispose();
        Assert.Equal(records, read);
        Open(out var again).Dispose();
        Assert.Equal(records, again);
    }

    [Fact]
    public void A_torn_last_line_is_dropped_at_every_length()
    {
        using (var log = Open(out _))
        {
            log.Append(Record(1));
            log.Append(Record(2));
        }

        var whole = File.ReadAllBytes(FilePath);
        var first = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = first; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            using var log = Open(out var read);
            Assert.Equal([Record(1)], read);
            log.Append(Record(3));
            log.Dispose();
            Open(out var next).Dispose();
            Assert.Equal([Record(1), Record(3)], next);
        }
    }

    [Fact]
    public void A_line_that_does_not_verify_stops_the_start_at_every_byte()
    {
        using (var log = Open(out _))
        {
            log.Append(Record(1));
            log.Append(Record(2));
        }

        var whole = File.ReadAllBytes(FilePath);
        for (var index = 0; index < whole.Length - 1; index++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[index] ^= 1;
            File.WriteAllBytes(FilePath, damaged);
            Assert.Throws<StorageException>(() => Open(out _));
        }
    }

    [Fact]
    public void What_is_over_is_left_out()
    {
        using (var log = Open(out _))
        {
            log.Append(Record(1));
            log.Append(Record(2));
        }

        Open(out _, record => record.Id == "2").Dispose();
        Open(out var read).Dispose();
        Assert.Equal([Record(2)], read);
    }

    [Fact]
    public void It_takes_no_more_after_a_sync_that_failed()
    {
        var storage = new FailingSyncs();
        using (var log = AccessLog.Open(storage, _folder, _ => { }, _ => true))
        {
            log.Append(Record(1));
            storage.AreFailing = true;
            Assert.Throws<StorageException>(() => log.Append(Record(2)));
            storage.AreFailing = false;
            Assert.Throws<StorageException>(() => log.Append(Record(3)));
        }

        Open(out var read).Dispose();
        Assert.Equal(Record(1), read[0]);
        Assert.DoesNotContain(Record(3), read);
    }

    /// <summary>What is set again and again leaves a log of what still holds.</summary>
    [Fact]
    public void What_is_over_goes_when_the_log_has_grown()
    {
        var account = new AccountId(Address.Parse("0x00000000000000000000000000000000000000c1"), 3);
        var clock = new GatewayClock(TimeProvider.System);
        var now = (ulong)clock.UnixNs / 1_000_000;
        var networks = string.Join(
            ',', Enumerable.Range(1, AddressList.MaxNetworks).Select(n => $"2001:db8:1111:2222:3333:4444:5555:{n:x}"));
        using (var book = new AccessBook(FileStorage.Instance, _folder, clock))
        {
            book.SetTimer(account, 4_000_000_000);
            for (var bytes = 0; bytes <= GatewayLimits.AccessLogGrowthBytes; bytes += networks.Length)
            {
                Assert.True(book.TrySetAllowed(account.Owner, networks, ++now));
            }

            Assert.True(book.TrySetAllowed(account.Owner, "10.0.0.1", ++now));
            book.SetTimer(account, 4_000_000_001);
            Assert.InRange(new FileInfo(FilePath).Length, 1, GatewayLimits.AccessLogGrowthBytes / 2);
        }

        using var again = new AccessBook(FileStorage.Instance, _folder, clock);
        Assert.Equal((4_000_000_001UL, "10.0.0.1"), (again.TimerOf(account), again.AllowedOf(account.Owner)));
        Assert.False(again.TrySetAllowed(account.Owner, networks, now));
    }

    private static AccessRecord Record(int number) =>
        new(AccessKind.ApiKeyCreated, $"{number}", "0x00000000000000000000000000000000000000c1")
        {
            Label = "one \"line\"\n \u00fc",
            Scopes = ApiKeyScopes.All,
            Expiry = ulong.MaxValue,
        };

    private AccessLog Open(out List<AccessRecord> read, Func<AccessRecord, bool>? isLive = null)
    {
        var records = new List<AccessRecord>();
        read = records;
        return AccessLog.Open(FileStorage.Instance, _folder, records.Add, isLive ?? (_ => true));
    }
}
