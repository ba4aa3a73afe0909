namespace DexExtra.Gateway.Rest.Description;

/// <summary>Puts an operation beside an endpoint.</summary>
internal static class DescribedRoutes
{
    public static void Describe(this IEndpointConventionBuilder endpoint, Operation operation) =>
        endpoint.Add(builder => builder.Metadata.Add(operation));
}
