using System.Globalization;
using System.Text;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Archive;

/// <summary>
/// The cursors of the followers, one small file each, of the follower's name: one line of text with a checksum over
/// name and numbers. A follower rewrites its own from time to time; retention and the engine's start read them all.
/// A file is a hint: a missing, stale or damaged one keeps event segments and proves nothing.
/// </summary>
public static class CursorFolder
{
    private const string NewSuffix = ".new";
    private const string SeenWord = "seen=";
    private const string DoneWord = "done=";
    private const int WordsOfLine = 6;
    private const int MostBytes = 256;

    /// <summary>Replaces the follower's file durably; a crash leaves the old one or the new one.</summary>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public static void Write(IStorage storage, string folder, FollowerCursor cursor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cursor.Done);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cursor.Done, cursor.Seen);
        storage.CreateFolder(folder);
        string target = Path.Combine(folder, cursor.Follower);
        string beside = target + NewSuffix;
        if (storage.ListFiles(folder).Contains(cursor.Follower + NewSuffix))
        {
            storage.Delete(beside);
        }
        using (IStorageFile file = storage.Open(beside, StorageOpenMode.CreateNew))
        {
            file.WriteAt(Encoding.ASCII.GetBytes(Line(cursor)), 0);
            file.SyncData();
        }
        storage.Rename(beside, target);
        storage.SyncFolder(folder);
    }

    /// <summary>Null when there is no such file, or it is damaged.</summary>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static FollowerCursor? Read(IStorage storage, string folder, string follower)
        => storage.ListFiles(folder).Contains(follower) ? ReadFile(storage, folder, follower) : null;

    /// <summary>All cursors by name, and the names of the files that are damaged.</summary>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static (IReadOnlyList<FollowerCursor> Cursors, IReadOnlyList<string> Damaged) ReadAll(
        IStorage storage, string folder)
    {
        List<FollowerCursor> cursors = [];
        List<string> damaged = [];
        foreach (string name in storage.ListFiles(folder))
        {
            if (name.EndsWith(NewSuffix, StringComparison.Ordinal))
            {
                continue;
            }
            if (ReadFile(storage, folder, name) is { } cursor)
            {
                cursors.Add(cursor);
            }
            else
            {
                damaged.Add(name);
            }
        }
        return (cursors, damaged);
    }

    private static FollowerCursor? ReadFile(IStorage storage, string folder, string follower)
    {
        byte[] bytes = new byte[MostBytes];
        using IStorageFile file = storage.Open(Path.Combine(folder, follower), StorageOpenMode.Read);
        string text = Encoding.ASCII.GetString(bytes, 0, file.ReadAt(bytes, 0));
        string[] words = text.Split(' ');
        if (words.Length != WordsOfLine || !TryNumber(words[3], SeenWord, out long seen)
            || !TryNumber(words[4], DoneWord, out long done))
        {
            return null;
        }
        var cursor = new FollowerCursor(follower, seen, done);
        return done <= seen && Line(cursor) == text ? cursor : null;
    }

    private static bool TryNumber(string word, string name, out long value)
    {
        value = 0;
        return word.StartsWith(name, StringComparison.Ordinal)
            && long.TryParse(word.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static string Line(FollowerCursor cursor)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture, $"dexextra cursor 1 {SeenWord}{cursor.Seen} {DoneWord}{cursor.Done}");
        uint crc = Crc32C.Append(Crc32C.Seed, Encoding.ASCII.GetBytes($"{cursor.Follower} {text}"));
        return $"{text} crc={crc:x8}\n";
    }
}
