using DexExtra.Signing;

namespace DexExtra.Gateway.Rest.Description;

/// <summary>
/// What the OpenAPI document says about an endpoint beyond its path and method; stands beside the endpoint as its
/// metadata. Immutable.
/// </summary>
/// <param name="Group">Heading under which it stands.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Refusals">What it refuses.</param>
internal sealed record Operation(string Group, string Summary, Refusals Refusals)
{
    public const string Html = "text/html";
    public const string Json = "application/json";

    /// <summary>Type of the answer by status.</summary>
    public IReadOnlyDictionary<int, Type> Answers { get; private init; } = new Dictionary<int, Type>();

    /// <summary>Type of the body; null without one.</summary>
    public Type? Body { get; private init; }

    /// <summary>The typed data whose members are those of the body's command; null for other bodies.</summary>
    public Eip712Type? Command { get; private init; }

    public IReadOnlyList<QueryMember> Query { get; private init; } = [];

    /// <summary>The answer carries an ETag, and is 304 for who has it.</summary>
    public bool IsCached { get; private init; }

    /// <summary>Media type of the answer.</summary>
    public string MediaType { get; private init; } = Json;

    public Operation With<TAnswer>(int status = StatusCodes.Status200OK) =>
        this with { Answers = new Dictionary<int, Type>(Answers) { [status] = typeof(TAnswer) } };

    public Operation Taking<TBody>() => this with { Body = typeof(TBody), Refusals = Refusals | Refusals.Body };

    /// <summary>A body of <c>command</c>, <c>domain</c> and <c>signature</c>.</summary>
    public Operation Signed(Eip712Type command) =>
        Taking<Bodies.CommandRequest>() with { Command = command };

    public Operation Asking(params IReadOnlyList<QueryMember> members) =>
        this with { Query = [.. Query, .. members], Refusals = Refusals | Refusals.Query };

    public Operation Cached() => this with { IsCached = true };

    public Operation As(string mediaType) => this with { MediaType = mediaType };
}
