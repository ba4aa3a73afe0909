using System.Runtime.InteropServices;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Transport;

namespace DexExtra.Gateway.Tests.Sessions;

/// <summary>
/// SIG-10: grants and revocations against orders in flight. One thread grants and revokes keys through a stream of its
/// own, another sends orders under whatever the event log last said was granted, as a gateway does. Which comes first is
/// the engine's to say; what it says must hold for every order.
/// </summary>
[Trait("rule", "SIG-10")]
public sealed class SessionKeyRaceTests(Venue venue)
{
    private const int Iterations = 10_000;
    private const int OrdersPerGrant = 3;
    private const ulong NonceStep = 8;

    private readonly Dictionary<long, GrantLife> _open = [];
    private ulong _expiry;
    private uint _marketId;

    [Fact]
    public async Task No_order_is_accepted_after_the_revocation_of_its_grant()
    {
        _marketId = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        _expiry = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 7_200;
        var owner = trader.Account.Owner;
        using var log = EventLogReader.Open(venue.Section.EventsFolder, 0);
        using var doorbell = Doorbell.Open(venue.Section.EngineDoorbell);
        using var orders = Source(201, doorbell);
        var granting = Task.Run(() => GrantAndRevoke(owner, doorbell));
        var grants = new Dictionary<uint, GrantLife>();
        var revoked = 0;
        while (revoked < Iterations)
        {
            if (!log.TryRead(out var sequence, out var payload))
            {
                Assert.False(granting.IsFaulted, granting.Exception?.ToString());
                await Task.Yield();
                continue;
            }

            foreach (var item in new EventFrame(payload))
            {
                if (item.Type == EventType.SessionKeyChanged)
                {
                    var changed = item.Body<SessionKeyChanged>();
                    revoked += Change(grants, in changed, owner, sequence, orders, trader.Account);
                }
                else if (item.Type is EventType.OrderAccepted or EventType.OrderRejected)
                {
                    Judge(grants, item, sequence);
                }
                else if (item.Type == EventType.OrderCancelled)
                {
                    Close(in item.Body<OrderCancelled>(), sequence);
                }
            }
        }

        await granting;
        var accepted = grants.Values.Sum(life => life.Accepted);
        TestContext.Current.TestOutputHelper?.WriteLine($"{accepted} orders accepted, {Refused(grants)} refused");

        // a race that one side always wins would show nothing
        Assert.InRange(accepted, Iterations / 100, int.MaxValue);
        Assert.InRange(Refused(grants), Iterations / 100, int.MaxValue);
        Assert.All(grants.Values, life => Assert.Equal(0, life.Open));
    }

    private static int Refused(Dictionary<uint, GrantLife> grants) => grants.Values.Sum(life => life.Refused);

    /// <summary>Grants one key after the other and takes each grant back after a moment.</summary>
    private void GrantAndRevoke(Address owner, Doorbell doorbell)
    {
        using var source = Source(202, doorbell);
        var jitter = new Random(7);
        for (var index = 1; index <= Iterations; index++)
        {
            var grant = new SetSessionKey
            {
                Action = SessionKeyAction.Grant,
                Owner = owner,
                Key = KeyOf(index),
                Subaccount = SetSessionKey.AllSubaccounts,
                Permissions = SessionKeyPermissions.Trade,
                ExpiresAtSeconds = _expiry,
                Nonce = (ulong)index * NonceStep,
            };
            source.Publish(CommandType.SetSessionKey, in grant);
            Pause(jitter.Next(4));
            grant.Action = SessionKeyAction.Revoke;
            source.Publish(CommandType.SetSessionKey, in grant);
        }
    }

    private static void Pause(int steps)
    {
        if (steps < 2)
        {
            Thread.SpinWait(steps * 2_000);
            return;
        }

        Thread.Sleep(steps);
    }

    /// <summary>1 for a revocation. A grant is answered with orders under it, sent at once.</summary>
    private int Change(
        Dictionary<uint, GrantLife> grants, in SessionKeyChanged changed, Address owner, long sequence,
        CommandSource orders, AccountId account)
    {
        if (changed.Request.Owner != owner)
        {
            return 0;
        }

        if (changed.Request.Action == SessionKeyAction.Revoke)
        {
            grants[changed.GrantId].RevokedSequence = sequence;
            return 1;
        }

        grants.Add(changed.GrantId, new GrantLife());
        for (var index = 1UL; index <= OrdersPerGrant; index++)
        {
            var order = Order(account, changed.Request.Nonce + index, changed.GrantId);
            orders.Publish(CommandType.NewOrder, in order);
        }

        return 0;
    }

    /// <summary>The order is the revocation's: before it accepted, after it refused.</summary>
    private void Judge(Dictionary<uint, GrantLife> grants, EventFrame.Item item, long sequence)
    {
        var isAccepted = item.Type == EventType.OrderAccepted;
        ref readonly var request = ref isAccepted
            ? ref item.Body<OrderAccepted>().Request
            : ref item.Body<OrderRejected>().Request;
        if (!grants.TryGetValue(request.GrantId, out var life))
        {
            return;
        }

        var isRevoked = life.RevokedSequence != 0;
        Assert.True(isAccepted != isRevoked, $"sequence {sequence}: revoked at {life.RevokedSequence}");
        if (isAccepted)
        {
            life.Accepted++;
            life.Open++;
            _open.Add(item.Body<OrderAccepted>().OrderId, life);
            return;
        }

        life.Refused++;
        Assert.Equal(RejectReason.SessionKeyRevoked, item.Body<OrderRejected>().Reason);
    }

    /// <summary>Open orders end in the frame of the revocation.</summary>
    private void Close(in OrderCancelled cancelled, long sequence)
    {
        if (_open.Remove(cancelled.OrderId, out var life))
        {
            life.Open--;
            Assert.Equal((CancelReason.SessionKeyRevoked, sequence), (cancelled.Reason, life.RevokedSequence));
        }
    }

    private NewOrder Order(AccountId account, ulong number, uint grantId) => new()
    {
        Order = new SignedOrder
        {
            Account = account,
            MarketId = _marketId,
            Side = Side.Buy,
            OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.GoodTillCancel,
            Version = SignedOrder.FirstVersion,
            LimitPrice = 1_000_000,
            Quantity = FixedPoint.One,
            MaxFeePerUnit = FixedPoint.One,
            ExpirySeconds = _expiry,
            Nonce = number,
        },
        ClientOrderId = number,
        PriceTicks = 1,
        QuantityLots = 1,
        GrantId = grantId,
    };

    private CommandSource Source(uint sourceId, Doorbell doorbell) => new(SharedMemoryPublication.Open(
        new PublicationOptions { StreamsFolder = venue.Section.StreamsFolder, SourceId = sourceId, Doorbell = doorbell }));

    private static Address KeyOf(int number)
    {
        Span<byte> bytes = stackalloc byte[Address.SizeBytes];
        bytes.Clear();
        MemoryMarshal.Write(bytes, in number);
        bytes[^1] = 0x5e;
        return new Address(bytes);
    }

    private sealed class GrantLife
    {
        public long RevokedSequence { get; set; }

        public int Accepted { get; set; }

        public int Refused { get; set; }

        public int Open { get; set; }
    }
}
