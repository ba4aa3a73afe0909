using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/mass-cancels (C6): a filter that is absent does not count.</summary>
internal sealed record MassCancelRequest
{
    public bool AllSubaccounts { get; init; }

    public uint? MarketId { get; init; }

    /// <summary>1 = Buy, 2 = Sell.</summary>
    public byte? Side { get; init; }

    public uint? Tag { get; init; }

    /// <summary>Raw integers (1e-8), both included; both or neither.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public string? PriceFrom { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public string? PriceTo { get; init; }

    public bool ExceptResting { get; init; }

    public bool ExceptStops { get; init; }

    public bool ExceptDormant { get; init; }

    public bool ExceptReduceOnly { get; init; }

    /// <summary>Refuses new orders of the scope until POST /v1/unlocks.</summary>
    public bool Lock { get; init; }

    /// <summary>The command without account, or the name of the first wrong member.</summary>
    public MassCancel? Parse(out string wrongMember)
    {
        var parser = new FieldParser();
        var command = new MassCancel
        {
            PriceFrom = parser.Signed128(PriceFrom ?? "0", "priceFrom"),
            PriceTo = parser.Signed128(PriceTo ?? "0", "priceTo"),
            MarketId = MarketId ?? 0,
            Tag = Tag ?? 0,
            Filters = Filters,
            Side = (Side)(Side ?? 0),
        };
        wrongMember = parser.WrongMember ?? (PriceFrom is null != PriceTo is null ? "priceFrom" : string.Empty);
        return wrongMember.Length == 0 ? command : null;
    }

    private MassCancelFilters Filters =>
        If(AllSubaccounts, MassCancelFilters.AllSubaccounts)
        | If(MarketId is not null, MassCancelFilters.Market)
        | If(Side is not null, MassCancelFilters.Side)
        | If(Tag is not null, MassCancelFilters.Tag)
        | If(PriceFrom is not null, MassCancelFilters.PriceRange)
        | If(ExceptResting, MassCancelFilters.ExceptResting)
        | If(ExceptStops, MassCancelFilters.ExceptStops)
        | If(ExceptDormant, MassCancelFilters.ExceptDormant)
        | If(ExceptReduceOnly, MassCancelFilters.ExceptReduceOnly)
        | If(Lock, MassCancelFilters.Lock);

    private static MassCancelFilters If(bool isGiven, MassCancelFilters filter) =>
        isGiven ? filter : MassCancelFilters.None;
}
