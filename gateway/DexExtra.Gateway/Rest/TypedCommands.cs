using System.Text.Json;
using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>What all commands that are read by their typed data have in common. Stateless.</summary>
internal static class TypedCommands
{
    /// <summary>The command as signed, or what is wrong with it.</summary>
    public static async Task<(CommandRequest? Body, TypedFields? Fields, IResult? Problem)> ReadAsync(
        HttpContext context, Eip712Type type)
    {
        var (body, problem) = await RestJson.ReadAsync<CommandRequest>(context.Request);
        if (problem is not null)
        {
            return (null, null, problem);
        }

        var command = body!.Command;
        var unknown = command.Keys.FirstOrDefault(key => type.Fields.All(field => field.Name != key));
        if (unknown is not null)
        {
            return (null, null, Rest.Problem.Malformed($"command.{unknown} is no member of {type.Name}"));
        }

        var fields = TypedFields.Parse(
            type, name => command.TryGetValue(name, out var value) ? TextOf(value) : null, out var wrongMember);
        return fields is null
            ? (null, null, Rest.Problem.Malformed($"command.{wrongMember} is missing, not of its type or out of range"))
            : (body, fields, null);
    }

    /// <summary>The engine's refusal of the command, if the frame has one.</summary>
    public static IResult? Refusal(byte[] payload)
    {
        var frame = new EventFrame(payload);
        foreach (var item in frame)
        {
            if (item.Type == EventType.CommandRejected)
            {
                return Rest.Problem.Of(item.Body<CommandRejected>().Reason, new Dictionary<string, object?>
                {
                    ["sequence"] = Dto.Text(frame.Header.Sequence),
                });
            }
        }

        return null;
    }

    public static string SequenceOf(byte[] payload) => Dto.Text(new EventFrame(payload).Header.Sequence);

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
