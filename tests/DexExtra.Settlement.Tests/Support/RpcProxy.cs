using System.Net;
using System.Text.Json;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>
/// Stands between the agent and the node and spoils answers: the node has acted, the caller never learns how. Faults
/// are
/// drawn from a seed, or set for the next call of one method.
/// </summary>
internal sealed class RpcProxy : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _node = new();
    private readonly Uri _target;
    private readonly Random _random;
    private readonly Task _serving;

    public RpcProxy(Uri target, int seed)
    {
        _target = target;
        _random = new Random(seed);
        Url = new Uri($"http://127.0.0.1:{AnvilNode.FreePort()}/");
        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>Share of answers that are spoiled, in percent.</summary>
    public int FaultPercent { get; set; }

    /// <summary>Method whose answers are all spoiled.</summary>
    public string? SpoiledMethod { get; set; }

    public int Spoiled { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _node.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        using var request = JsonDocument.Parse(body.ToArray());
        var method = request.RootElement.GetProperty("method").GetString();
        using var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new("application/json");
        using var answer = await _node.PostAsync(_target, content);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var isSpoiled = method == SpoiledMethod || _random.Next(100) < FaultPercent;
        Spoiled += isSpoiled ? 1 : 0;
        Send(context, isSpoiled ? _random.Next(5) : -1, bytes);
    }

    private static void Send(HttpListenerContext context, int fault, byte[] bytes)
    {
        switch (fault)
        {
            case 0:
                context.Response.Abort();
                return;
            case 1:
                context.Response.StatusCode = 500;
                bytes = [];
                break;
            case 2:
                context.Response.StatusCode = 429;
                bytes = "slow down"u8.ToArray();
                break;
            case 3:
                bytes = "{\"jsonrpc\":\"2.0\",\"id\":1,\"resul"u8.ToArray();
                break;
            case 4:
                bytes = bytes[..(bytes.Length / 2)];
                break;
            default:
                break;
        }

        context.Response.ContentType = "application/json";
        context.Response.Close(bytes, willBlock: true);
    }
}
