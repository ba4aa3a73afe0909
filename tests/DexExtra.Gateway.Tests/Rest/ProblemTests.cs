using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Rest;

public sealed class ProblemTests(Venue venue)
{
    [Fact]
    public void Every_reason_has_its_line_in_the_catalog()
    {
        var reasons = Enum.GetValues<RejectReason>().Where(reason => reason != RejectReason.None);
        Assert.Equal(reasons, RejectCatalog.Orders.Keys);
        Assert.Equal(Enum.GetValues<CancelRejectReason>(), RejectCatalog.Cancels.Keys);
        Assert.Equal(Enum.GetValues<CommandRejectReason>(), RejectCatalog.Commands.Keys);
    }

    [Fact]
    public void The_documented_table_says_what_the_gateway_does()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "published", "rest.md"));

        var rows = RejectCatalog.Orders.Select(pair => Row(Codes.Of(pair.Key), pair.Value))
            .Concat(RejectCatalog.Cancels.Select(pair => Row(Codes.Of(pair.Key), pair.Value)))
            .Concat(RejectCatalog.Commands.Select(pair => Row(Codes.Of(pair.Key), pair.Value)));

        Assert.All(rows, row => Assert.Contains(row, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unknown_paths_and_methods_are_problems()
    {
        (await venue.Gateway.Rest.GetAsync("/v1/nothing")).Refused(404, "NOT_FOUND");
        (await venue.Gateway.Rest.PostTextAsync("/v1/time", "{}")).Refused(404, "NOT_FOUND");
        (await venue.Gateway.Rest.GetAsync("/v1/feed")).Refused(400, "MALFORMED");
        (await venue.Gateway.Rest.GetAsync("/v1/markets/x/book")).Refused(404, "UNKNOWN_MARKET");
    }

    [Fact]
    public async Task The_typed_data_definition_is_served_for_wallets()
    {
        var answer = await venue.Gateway.Rest.GetAsync("/v1/typed-data");

        Assert.Equal("DexExtra", answer.At("domain.name"));
        Assert.Equal("31337", answer.At("domain.chainId"));
        Assert.Equal("limitPrice", answer.At("types.Order.7.name"));
    }

    [Fact]
    public async Task Health_and_metrics_are_served()
    {
        Assert.Equal("ready", (await venue.Gateway.Rest.GetAsync("/health")).Text("status"));
        Assert.Contains(
            "dexextra_gateway_sequence", await venue.Gateway.Rest.GetTextAsync("/metrics"), StringComparison.Ordinal);
    }

    private static string Row(string code, RejectEntry entry) => $"| `{code}` | {entry.Status} | {entry.Detail} |";
}
