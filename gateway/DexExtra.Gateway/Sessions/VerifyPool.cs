using System.Threading.Channels;
using DexExtra.Gateway.Admission;
using DexExtra.Protocol;

namespace DexExtra.Gateway.Sessions;

/// <summary>
/// Checks signatures of all sessions on a fixed number of workers behind one bounded queue (SIG-13). Orders of one
/// session may finish out of order here; the session publishes them in order.
/// </summary>
internal sealed class VerifyPool : IAsyncDisposable
{
    private readonly OrderAdmission _admission;
    private readonly Channel<OrderSlot> _queue =
        Channel.CreateBounded<OrderSlot>(new BoundedChannelOptions(GatewayLimits.VerifyQueueLength));

    private readonly Task[] _workers;

    public VerifyPool(OrderAdmission admission, GatewayLimits limits)
    {
        _admission = admission;
        var count = limits.VerifyWorkers == 0 ? Environment.ProcessorCount : limits.VerifyWorkers;
        _workers = [.. Enumerable.Range(0, count).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>Faulted when a worker failed, which must never happen.</summary>
    public Task Ended => Task.WhenAny(_workers).Unwrap();

    /// <summary>False when the queue is full: the order is OVERLOADED, nothing was accepted.</summary>
    public bool TryPost(OrderSlot slot) => _queue.Writer.TryWrite(slot);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_workers);
    }

    private async Task RunAsync()
    {
        await foreach (var slot in _queue.Reader.ReadAllAsync())
        {
            slot.Outcome = slot.Template switch
            {
                Template.NewOrderListRequest => _admission.VerifyList(ref slot.List),
                Template.MassQuoteRequest => _admission.VerifyQuote(ref slot.Quote),
                _ => _admission.Verify(ref slot.Order),
            };
            slot.IsDecided = true;
            slot.Owner.PublishDecided();
        }
    }
}
