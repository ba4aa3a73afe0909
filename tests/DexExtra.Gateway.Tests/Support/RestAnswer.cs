using System.Text.Json.Nodes;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>Status, headers and body of one HTTP answer.</summary>
internal sealed record RestAnswer(int Status, string? MediaType, JsonObject Json, TimeSpan? RetryAfter)
{
    /// <summary>The stable code of a problem.</summary>
    public string Code => Text("code");

    public static async Task<RestAnswer> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
            return new RestAnswer(
                (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body,
                response.Headers.RetryAfter?.Delta);
        }
    }

    public string Text(string name) => (string)Json[name]!;

    /// <summary>A value by path, as text: <c>At("order.status")</c>.</summary>
    public string? At(string path)
    {
        JsonNode? node = Json;
        foreach (var name in path.Split('.'))
        {
            node = int.TryParse(name, out var index) ? node![index] : node![name];
        }

        return node?.ToString();
    }

    /// <summary>Asserts a problem and returns the answer.</summary>
    public RestAnswer Refused(int status, string code)
    {
        Assert.Equal((status, code, "application/problem+json"), (Status, (string?)Json["code"], MediaType));
        return this;
    }
}
