using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Gateway.Rest.Bodies;
using Microsoft.AspNetCore.Routing.Patterns;

namespace DexExtra.Gateway.Rest.Description;

/// <summary>
/// The OpenAPI 3.1 document of the endpoints that are mapped: what is not mapped is not in it, and what is mapped
/// without an <see cref="Operation"/> is not either, which a test refuses. Pure.
/// </summary>
internal static class OpenApiDocument
{
    private const string Version = "3.1.0";
    private const string TokenScheme = "token";
    private const string ProblemType = "application/problem+json";

    public static JsonObject Build(IEnumerable<Endpoint> endpoints)
    {
        var schemas = new SchemaSet();
        var paths = new JsonObject();
        var described = endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => (endpoint.RoutePattern, Operation: endpoint.Metadata.GetMetadata<Operation>(),
                Methods: endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()))
            .Where(endpoint => endpoint.Operation is not null)
            .OrderBy(endpoint => endpoint.RoutePattern.RawText, StringComparer.Ordinal);
        foreach (var (pattern, operation, methods) in described)
        {
            var path = pattern.RawText!;
            paths[path] ??= new JsonObject();
            foreach (var method in methods!.HttpMethods)
            {
                paths[path]![method.ToLowerInvariant()] = Describe(schemas, pattern, method, operation!);
            }
        }

        return new JsonObject
        {
            ["openapi"] = Version,
            ["info"] = new JsonObject
            {
                ["title"] = "DexExtra REST",
                ["version"] = "v1",
                ["description"] = "64-bit integers, money, prices and quantities are decimal strings. "
                    + "Errors are problem+json with a stable code.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.Components,
                ["securitySchemes"] = new JsonObject
                {
                    [TokenScheme] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                },
            },
        };
    }

    private static JsonObject Describe(SchemaSet schemas, RoutePattern pattern, string method, Operation operation)
    {
        var described = new JsonObject
        {
            ["operationId"] = OperationId(method, pattern.RawText!),
            ["tags"] = new JsonArray(operation.Group),
            ["summary"] = operation.Summary,
            ["parameters"] = Parameters(pattern, operation),
            ["responses"] = Responses(schemas, operation),
        };
        if (operation.Body is { } body)
        {
            described["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = Content(
                    Operation.Json,
                    operation.Command is { } command ? schemas.Command(command) : schemas.Reference(body)),
            };
        }

        if (operation.Refusals.HasFlag(Refusals.Token))
        {
            described["security"] = new JsonArray(new JsonObject { [TokenScheme] = new JsonArray() });
        }

        return described;
    }

    private static string OperationId(string method, string path)
    {
        var words = path.Split(['/', '-', '.', '{', '}'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word != "v1")
            .Select(word => string.Concat(word[..1].ToUpperInvariant(), word[1..]));
        return method.ToLowerInvariant() + string.Concat(words);
    }

    private static JsonArray Parameters(RoutePattern pattern, Operation operation)
    {
        var parameters = new JsonArray();
        foreach (var part in pattern.Parameters)
        {
            parameters.Add((JsonNode)new JsonObject
            {
                ["name"] = part.Name,
                ["in"] = "path",
                ["required"] = true,
                ["schema"] = new JsonObject { ["type"] = "string" },
            });
        }

        foreach (var member in operation.Query)
        {
            var schema = new JsonObject { ["type"] = "string" };
            if (member.Pattern is { } accepted)
            {
                schema["pattern"] = accepted;
            }

            parameters.Add((JsonNode)new JsonObject
            {
                ["name"] = member.Name,
                ["in"] = "query",
                ["required"] = member.IsRequired,
                ["description"] = member.Meaning,
                ["schema"] = schema,
            });
        }

        return parameters;
    }

    private static JsonObject Responses(SchemaSet schemas, Operation operation)
    {
        var responses = new JsonObject();
        foreach (var (status, type) in operation.Answers.OrderBy(answer => answer.Key))
        {
            var schema = type == typeof(string)
                ? new JsonObject { ["type"] = "string" }
                : type == typeof(JsonObject) ? new JsonObject { ["type"] = "object" } : schemas.Reference(type);
            responses[Text(status)] = new JsonObject
            {
                ["description"] = "Done.",
                ["content"] = Content(operation.MediaType, schema),
            };
        }

        if (operation.IsCached)
        {
            responses[Text(StatusCodes.Status304NotModified)] = new JsonObject
            {
                ["description"] = "If-None-Match names the ETag of the answer: it has not changed.",
            };
        }

        foreach (var (status, codes) in RefusalCodes.Of(operation.Refusals))
        {
            responses[Text(status)] = new JsonObject
            {
                ["description"] = string.Join(", ", codes),
                ["content"] = Content(ProblemType, Problem(schemas, codes)),
            };
        }

        return responses;
    }

    private static JsonObject Problem(SchemaSet schemas, SortedSet<string> codes) => new()
    {
        ["allOf"] = new JsonArray(
            schemas.Reference(typeof(ProblemDto)),
            new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["code"] = new JsonObject { ["enum"] = new JsonArray([.. codes.Select(code => (JsonNode)code)]) },
                },
            }),
    };

    private static JsonObject Content(string mediaType, JsonNode schema) =>
        new() { [mediaType] = new JsonObject { ["schema"] = schema } };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
