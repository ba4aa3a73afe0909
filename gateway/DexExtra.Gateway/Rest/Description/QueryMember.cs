namespace DexExtra.Gateway.Rest.Description;

/// <summary>One member of a query.</summary>
/// <param name="Name">As written in the URL.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Pattern">Which texts are accepted; null = any.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record QueryMember(string Name, string Meaning, string? Pattern = null, bool IsRequired = false)
{
    private const string Digits = "^[0-9]+$";

    public static QueryMember Subaccount { get; } = Number("subaccount", "0 unless given.");

    public static QueryMember Before { get; } = Number("before", "Cursor: the next of the page before.");

    public static QueryMember Limit { get; } = Number(
        "limit", $"Rows, 1 to {GatewayLimits.MaxPageRows}; {GatewayLimits.DefaultPageRows} unless given.");

    public static QueryMember Number(string name, string meaning, bool isRequired = false) =>
        new(name, meaning, Digits, isRequired);
}
