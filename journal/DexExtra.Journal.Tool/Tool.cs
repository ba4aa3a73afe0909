using DexExtra.Engine;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Journal.Tool.Verbs;
using DexExtra.Transport;

namespace DexExtra.Journal.Tool;

/// <summary>The operators' tool for the logs: verbs, and one line and an exit code for every way to fail.</summary>
internal static class Tool
{
    private const string Usage = """
        usage: dexextra-journal VERB (--config FILE | --journal DIR [--events DIR]) [--archive DIR] [options]
          inspect [--batch N | --sequence N]     segments and their ends; one batch; one command and its events, decoded
          verify                                 every checksum of both logs, and what a start would decide
          replay [--hash] [--to N] [--every K]   the engine over the log; its events against the event log, state hashes
          export commands|events [--from N] [--to N] [--market M] [--account 0x…[/N]] [--type T]   as JSON lines
          compare A B                            two logs of one kind: the first difference
          cut --at N [--copy-to DIR]             a copy that ends with command N
          rebuild-events --into DIR              the event log, written again from the command log
          mark-skip --sequence N --reason TEXT   has the next start pass over a poison command; the venue must be down
          rewind-streams [--give-up --reason TEXT]   has commands of a lost durable batch taken again; the venue down
          archive [--snapshot-covers N]          moves closed segments that nobody needs into the archive
          bring-back [--if-needed]               archived segments back into both logs, before a new build's first start
        --keep-going reads on behind damage; --netted-settlement says how a copy's engine was made
        stdout: data as JSON lines; stderr: everything else; exit code 0 good, 1 damage or difference, 2 arguments
        """;

    private static readonly Dictionary<string, Verb> Verbs = new()
    {
        ["inspect"] = new(["--batch", "--sequence"], ["--keep-going"], 0, InspectVerb.Run),
        ["verify"] = new([], ["--keep-going"], 0, VerifyVerb.Run),
        ["replay"] = new(["--to", "--every"], ["--hash"], 0, ReplayVerb.Run),
        ["export"] = new(
            ["--from", "--to", "--market", "--account", "--type"], ["--keep-going"], 1, ExportVerb.Run),
        ["cut"] = new(["--at", "--copy-to"], [], 0, CutVerb.Run),
        ["rebuild-events"] = new(["--into"], [], 0, RebuildVerb.Run),
        ["mark-skip"] = new(["--sequence", "--reason"], [], 0, MarkSkipVerb.Run),
        ["rewind-streams"] = new(["--reason"], ["--give-up"], 0, RewindStreamsVerb.Run),
        ["archive"] = new(["--snapshot-covers"], [], 0, ArchiveVerb.Run),
        ["bring-back"] = new([], ["--if-needed"], 0, BringBackVerb.Run),
    };

    public static int Run(IReadOnlyList<string> arguments, TextWriter stdout, TextWriter stderr)
    {
        try
        {
            if (arguments.Count > 0 && arguments[0] == "compare")
            {
                return CompareVerb.Run(arguments.Skip(1).ToList(), stdout, stderr);
            }

            if (arguments.Count == 0 || !Verbs.TryGetValue(arguments[0], out var verb))
            {
                stderr.WriteLine(Usage);
                return ToolExit.Arguments;
            }

            var parsed = new ToolArguments([.. arguments.Skip(1)], verb.Options, verb.Switches, verb.MaxWords);
            var context = new ToolContext(parsed, stdout, stderr);
            verb.Run(context);
            return context.IsDamaged ? ToolExit.Damage : ToolExit.Good;
        }
        catch (ToolException error)
        {
            stderr.WriteLine(error.Message);
            return error.ExitCode;
        }
        catch (Exception error) when (error is StorageException or RecoveryRefusedException
            or EventLogCorruptException or InvariantViolationException or TransportException)
        {
            stderr.WriteLine(error.Message);
            return ToolExit.Damage;
        }
    }

    private sealed record Verb(string[] Options, string[] Switches, int MaxWords, Action<ToolContext> Run);
}
