using System.Text.Json.Nodes;
using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Inspection;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>
/// Makes a copy of the command log end with a stated command. Only ever a copy: one that this verb makes itself, or a
/// folder that carries its mark.
/// </summary>
internal static class CutVerb
{
    private const string CopyMark = "copy.mark";

    public static void Run(ToolContext context)
    {
        var at = context.Arguments.Number("--at", -1);
        if (at < 1)
        {
            throw ToolException.Arguments("--at N names the last command that stays");
        }

        var folder = context.Arguments.Text("--copy-to") is { } target ? Copy(context, target) : Marked(context);
        using var taken = FileStorage.Instance.LockFolder(folder);
        CommandLogCut.Run(FileStorage.Instance, folder, at);
        var report = Recovery.Run(FileStorage.Instance, folder, at);
        context.Write(new JsonObject
        {
            ["folder"] = folder,
            ["lastSequence"] = report.LastSequence,
            ["batches"] = report.Batches,
        });
    }

    private static string Copy(ToolContext context, string target)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw ToolException.Arguments($"{target} is not empty");
        }

        FileStorage.Instance.CreateFolder(target);
        File.WriteAllText(Path.Combine(target, CopyMark), $"copy of {Path.GetFullPath(context.Places.Journal)}\n");
        string[] lists = [SkipList.FileName, ArchiveManifest.FileName];
        foreach (var file in context.Storage.ListFiles(context.Places.Journal)
            .Where(file => file.EndsWith(".journal", StringComparison.Ordinal) || lists.Contains(file)))
        {
            CopyFile(context, file, Path.Combine(target, file));
        }

        FileStorage.Instance.SyncFolder(target);
        return target;
    }

    private static void CopyFile(ToolContext context, string file, string target)
    {
        using var source = context.Storage.Open(Path.Combine(context.Places.Journal, file), StorageOpenMode.Read);
        using var copy = FileStorage.Instance.Open(target, StorageOpenMode.CreateNew);
        var buffer = new byte[1 << 20];
        for (var offset = 0L; offset < source.LengthBytes;)
        {
            var read = source.ReadAt(buffer, offset);
            copy.WriteAt(buffer.AsSpan(0, read), offset);
            offset += read;
        }

        copy.SyncData();
    }

    private static string Marked(ToolContext context) =>
        File.Exists(Path.Combine(context.Places.Journal, CopyMark))
            ? context.Places.Journal
            : throw ToolException.Damage(
                $"{context.Places.Journal} is not a copy that this tool made: say where to put one (--copy-to DIR)");
}
