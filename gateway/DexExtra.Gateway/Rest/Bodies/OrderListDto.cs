using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The place of an order in its list (T12–T15); the list's id is its first leg's order id.</summary>
internal sealed record OrderListDto(
    string ListId,
    [property: Words(typeof(ListKind))] string Kind,
    uint LegIndex);
