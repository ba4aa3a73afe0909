using System.Text.Json.Nodes;

namespace DexExtra.Gateway.Tests.Feed;

/// <summary>Messages of books, best prices and heartbeats as short lines; empty for others.</summary>
internal static class FeedText
{
    public static string Describe(JsonObject message) => (string)message["type"]! switch
    {
        "l1" => $"l1 #{message["sequence"]} {Level(message["bid"])} {Level(message["ask"])}",
        "book.snapshot" => $"book.snapshot #{message["sequence"]}",
        "book.delta" => $"book.delta {message["previousSequence"]}-{message["sequence"]} "
            + string.Join(", ", message["changes"]!.AsArray().Select(
                change => $"{change![0]} {change[1]}x{change[2]}/{change[3]}")),
        "heartbeat" => $"heartbeat of {message["marketId"]} #{message["sequence"]} {message["checksum"]}",
        _ => string.Empty,
    };

    private static string Level(JsonNode? level) => level is null ? "-" : $"{level[0]}x{level[1]}/{level[2]}";
}
