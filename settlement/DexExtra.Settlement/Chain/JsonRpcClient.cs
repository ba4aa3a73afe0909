using System.Net.Http.Headers;
using System.Text.Json;

namespace DexExtra.Settlement.Chain;

/// <summary>
/// JSON-RPC 2.0 over HTTP, one request at a time. It separates the two kinds of failure and keeps no state: repeating,
/// backing off and giving up are the caller's decisions.
/// </summary>
internal sealed class JsonRpcClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _url;
    private long _lastId;

    public JsonRpcClient(Uri url)
    {
        _url = url;
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = SettlementLimits.ConnectionLifetime };
        _http = new HttpClient(handler)
        {
            Timeout = SettlementLimits.RpcTimeout,
            MaxResponseContentBufferSize = SettlementLimits.MaxRpcAnswerBytes,
        };
    }

    /// <summary>The member "result" of the answer; may be JSON null.</summary>
    /// <exception cref="ChainUnavailableException">No usable answer.</exception>
    /// <exception cref="RpcErrorException">The answer is an error.</exception>
    public async Task<JsonElement> RequestAsync(string method, object[] parameters, CancellationToken cancel)
    {
        var id = ++_lastId;
        var body = JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id, method, @params = parameters });
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _http.PostAsync(_url, content, cancel);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
            return response.IsSuccessStatusCode || bytes.Length > 0
                ? Result(method, bytes, (int)response.StatusCode)
                : throw new ChainUnavailableException($"{method}: HTTP {(int)response.StatusCode}");
        }
        catch (HttpRequestException error)
        {
            throw new ChainUnavailableException($"{method}: {error.Message}", error);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new ChainUnavailableException($"{method}: no answer in time", error);
        }
    }

    public void Dispose() => _http.Dispose();

    private static JsonElement Result(string method, byte[] bytes, int status)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            {
                throw Refusal(method, error);
            }

            return root.TryGetProperty("result", out var result)
                ? result.Clone()
                : throw new ChainUnavailableException($"{method}: an answer without result (HTTP {status})");
        }
        catch (Exception garbage) when (garbage is JsonException or InvalidOperationException)
        {
            throw new ChainUnavailableException($"{method}: an answer that is no JSON-RPC (HTTP {status})", garbage);
        }
    }

    private static Exception Refusal(string method, JsonElement error)
    {
        var code = error.TryGetProperty("code", out var number) && number.TryGetInt32(out var value) ? value : 0;
        var text = error.TryGetProperty("message", out var message) ? message.GetString() ?? "" : "";
        var isTransient = Array.IndexOf(SettlementLimits.TransientRpcCodes, code) >= 0
            || Array.Exists(
                SettlementLimits.TransientRpcTexts, start => text.StartsWith(start, StringComparison.Ordinal));
        return isTransient
            ? new ChainUnavailableException($"{method}: the node answered {code}: {text}")
            : new RpcErrorException(code, text);
    }
}
