using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Engine;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Inspection;
using DexExtra.Journal.Storage;
using DexExtra.Messages;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>
/// Has the next start pass over a poison command (ENG-06, ADR 0021). Proves before that the command is one: the event
/// log ends right before it, so nobody was told anything about it, and the engine breaks an invariant at it.
/// </summary>
internal static class MarkSkipVerb
{
    public static void Run(ToolContext context)
    {
        var sequence = context.Arguments.Number("--sequence", -1);
        var reason = context.Arguments.Required("--reason");
        if (sequence < 1 || reason.AsSpan().Trim().IsEmpty || reason.Contains('\n', StringComparison.Ordinal))
        {
            throw ToolException.Arguments("--sequence N and a --reason of one line are needed");
        }

        using var taken = Lock(context);
        RequireUnpublished(context, sequence);
        var poison = Provoke(context, sequence);
        var skipped = new SkippedCommand
        {
            Sequence = sequence,
            Command = poison.Type,
            CommandSha256 = SkipList.HashOf(poison.Bytes),
            Reason = reason,
            Operator = $"{Environment.UserName}@{Environment.MachineName}",
            At = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            Failure = poison.Failure,
            StateHashBefore = poison.StateHash,
            StateHashAfter = HashAfterSkip(context, sequence),
        };
        SkipList.Add(FileStorage.Instance, context.Places.Journal, skipped);
        context.Write(new JsonObject
        {
            ["skipped"] = sequence,
            ["command"] = skipped.Command,
            ["failure"] = skipped.Failure,
            ["stateHashBefore"] = skipped.StateHashBefore,
            ["stateHashAfter"] = skipped.StateHashAfter,
            ["operator"] = skipped.Operator,
            ["at"] = skipped.At,
        });
    }

    private static IDisposable Lock(ToolContext context)
    {
        try
        {
            return FileStorage.Instance.LockFolder(context.Places.Journal);
        }
        catch (StorageException error) when (error.Errno == Errno.WouldBlock)
        {
            throw ToolException.Damage("the venue is running: stop the engine first");
        }
    }

    private static void RequireUnpublished(ToolContext context, long sequence)
    {
        using var events = new EventLogCursor(context.Storage, context.RequiredEvents);
        while (events.MoveNext())
        {
            if (events.Current.Kind == LogItemKind.Damage)
            {
                throw ToolException.Damage($"event log: {events.Current}");
            }
        }

        if (events.LastSequence != sequence - 1)
        {
            throw ToolException.Damage(
                $"the event log ends with {events.LastSequence}: only the command behind it, "
                + $"{events.LastSequence + 1}, can be skipped; what was published stays");
        }
    }

    /// <summary>The command, what the engine says about it, and the state before it.</summary>
    private static (byte[] Bytes, string Type, string Failure, string StateHash) Provoke(
        ToolContext context, long sequence)
    {
        var (engine, after) = Replay.EngineBelow(context, sequence);
        byte[] bytes = [];
        var (type, failure, hash) = (string.Empty, string.Empty, string.Empty);
        Replay.Run(context, after, (number, command) =>
        {
            if (number < sequence)
            {
                engine.Apply(number, command);
                return true;
            }

            bytes = command.ToArray();
            type = CommandCodec.Header(command).Type.ToString();
            hash = engine.StateHash();
            failure = WhyItFails(engine, number, command);
            return false;
        });
        return bytes.Length == 0 ? throw ToolException.Damage($"the command log ends before {sequence}")
            : failure.Length == 0 ? throw ToolException.Damage($"sequence {sequence} breaks no invariant: not skipped")
            : (bytes, type, failure, hash);
    }

    private static string WhyItFails(EngineReplay engine, long sequence, ReadOnlySpan<byte> command)
    {
        try
        {
            engine.Apply(sequence, command);
            return string.Empty;
        }
        catch (InvariantViolationException error)
        {
            return error.Message;
        }
    }

    /// <summary>The failed engine cannot be used any more: a second one says what the skip leaves.</summary>
    private static string HashAfterSkip(ToolContext context, long sequence)
    {
        var (engine, after) = Replay.EngineBelow(context, sequence);
        Replay.Run(context, after, (number, command) =>
        {
            if (number < sequence)
            {
                engine.Apply(number, command);
                return true;
            }

            engine.Skip(number, command);
            engine.Audit();
            return false;
        });
        return engine.StateHash();
    }
}
