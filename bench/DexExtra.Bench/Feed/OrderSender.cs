using System.Diagnostics;
using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench.Feed;

/// <summary>Sends a stock of orders at its rate, in open loop, on a thread of its own.</summary>
internal sealed class OrderSender(
    BenchVenue venue, AccountId account, PrivateKey key, OrderStock orders, int rate) : IAsyncDisposable
{
    private readonly ReportTimer _timer = new(orders.Count);
    private OrderEntryClient? _client;
    private Task _sending = Task.CompletedTask;
    private volatile bool _stopping;

    /// <summary>Timestamp at which the first order is due.</summary>
    public async Task<long> StartAsync()
    {
        _client = await OrderEntryClient.ConnectAsync(
            new OrderEntryClientOptions { Venue = venue.OrderEntry, Account = account, Domain = venue.Domain },
            key,
            _timer);
        var began = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        _sending = Task.Factory.StartNew(
            () => Send(began), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return began;
    }

    /// <summary>Stops sending; fails when an order was refused.</summary>
    public async Task EndAsync()
    {
        _stopping = true;
        await _sending;
        if (_timer.AllAnswered.IsFaulted)
        {
            await _timer.AllAnswered;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        await _sending;
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }
    }

    private void Send(long began)
    {
        for (var index = 0; index < orders.Count && !_stopping; index++)
        {
            PreciseSleep.Until(began + (long)(index * (double)Stopwatch.Frequency / rate));
            _timer.SetStart(index + 1, Stopwatch.GetTimestamp());
            _client!.Send(orders.Frame(index));
        }
    }
}
