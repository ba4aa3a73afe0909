using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Inspection;
using DexExtra.Journal.Storage;
using DexExtra.Messages.Text;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>
/// Every checksum of both logs and of the archive, and what a start would decide; nothing is changed.
/// </summary>
internal static class VerifyVerb
{
    public static void Run(ToolContext context)
    {
        if (ToolContext.IsLocked(context.Places.Journal))
        {
            context.Remark("the venue is running: the last batch may be in flight");
        }

        Archived(context, context.Places.Journal, context.Places.JournalArchive);
        var lastEvent = 0L;
        if (context.Places.Events is { } events)
        {
            context.Progress.Total += context.Storage.BytesOf(events, ".events");
            Archived(context, events, context.Places.EventsArchive);
            lastEvent = Events(context, events);
        }

        Commands(context, lastEvent);
        foreach (var skipped in SkipList.Read(context.Storage, context.Places.Journal).Commands)
        {
            context.Write(new JsonObject
            {
                ["log"] = "skipped",
                ["sequence"] = skipped.Sequence,
                ["command"] = skipped.Command,
                ["reason"] = skipped.Reason,
                ["operator"] = skipped.Operator,
                ["at"] = skipped.At,
            });
        }
    }

    private static long Events(ToolContext context, string folder)
    {
        using var cursor = new EventLogCursor(context.Storage, folder);
        var records = 0L;
        while (cursor.MoveNext())
        {
            records += cursor.Current.Kind == LogItemKind.Record ? 1 : 0;
            context.Progress.Sequence = cursor.LastSequence;
            if (cursor.Current.Kind == LogItemKind.Damage)
            {
                context.Damage($"event log: {cursor.Current}");
            }
        }

        context.Write(new JsonObject
        {
            ["log"] = "events",
            ["records"] = records,
            ["lastSequence"] = cursor.LastSequence,
        });
        return cursor.LastSequence;
    }

    private static void Commands(ToolContext context, long lastEvent)
    {
        try
        {
            var report = Recovery.Run(context.Storage, context.Places.Journal, lastEvent);
            context.Write(new JsonObject
            {
                ["log"] = "commands",
                ["decision"] = EnumText.ToJson(report.Outcome),
                ["lastSequence"] = report.LastSequence,
                ["batches"] = report.Batches,
                ["epoch"] = report.Epoch,
                ["segments"] = report.Segments,
                ["cut"] = report.Cut?.ToString(),
            });
        }
        catch (RecoveryRefusedException error)
        {
            context.Write(new JsonObject
            {
                ["log"] = "commands",
                ["decision"] = "REFUSE",
                ["row"] = error.Row.Letter.ToString(),
                ["file"] = error.Path,
                ["offset"] = error.Offset,
                ["sequence"] = error.Sequence,
                ["reason"] = error.Row.Explanation,
                ["detail"] = error.Detail,
            });
            context.Damage(error.Message);
            AllDamage(context);
        }
    }

    private static void AllDamage(ToolContext context)
    {
        using var cursor = new CommandLogCursor(context.Storage, context.Places.Journal);
        while (cursor.MoveNext())
        {
            if (cursor.Current.Kind == LogItemKind.Damage)
            {
                context.Damage($"command log: {cursor.Current}");
            }
        }
    }

    private static void Archived(ToolContext context, string folder, string? archive)
    {
        if (archive is null || !Directory.Exists(archive))
        {
            return;
        }

        var here = ArchiveManifest.Read(FileStorage.Instance, folder);
        var there = ArchiveManifest.Read(FileStorage.Instance, archive);
        if (!here.SequenceEqual(there.Take(here.Count)))
        {
            context.Damage($"the manifest of {archive} is not that of {folder}");
        }

        foreach (var segment in there)
        {
            using var file = File.OpenRead(Path.Combine(archive, segment.File));
            if (Convert.ToHexStringLower(SHA256.HashData(file)) != segment.Sha256)
            {
                context.Damage($"archive: {file.Name} is not the file that was archived: its SHA-256 differs");
            }
        }

        context.Write(new JsonObject
        {
            ["log"] = "archive",
            ["folder"] = archive,
            ["segments"] = there.Count,
            ["lastSequence"] = there is [.., var last] ? last.LastSequence : 0,
        });
    }
}
