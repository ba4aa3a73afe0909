using System.Security.Cryptography;
using System.Text;

namespace DexExtra.Journal.Storage;

/// <summary>
/// A small append-only text file whose lines prove each other: each is the SHA-256 of the hash before it and of its own
/// text, a blank, the text. An append rewrites the file beside itself, syncs it, renames it and syncs the folder, so a
/// crash leaves the old file or the new one. For lists that grow by one line in hours. One thread, under the folder's
/// lock.
/// </summary>
internal static class ChainedLines
{
    private const int HashCharacters = 64;
    private const int MaxFileBytes = 256 << 20;
    private const string NewSuffix = ".new";

    /// <summary>The texts in order; empty when there is no such file.</summary>
    /// <exception cref="StorageException">
    /// The file cannot be read, or a line does not carry the hash it must.
    /// </exception>
    public static List<string> Read(IStorage storage, string folder, string fileName)
    {
        List<string> texts = [];
        _ = ReadBytes(storage, folder, fileName, texts);
        return texts;
    }

    /// <summary>Adds one line durably.</summary>
    /// <exception cref="StorageException">The disk refuses, or what is there already does not verify.</exception>
    public static void Append(IStorage storage, string folder, string fileName, string text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(text.IndexOf('\n'), 0, nameof(text));
        List<string> texts = [];
        string content = ReadBytes(storage, folder, fileName, texts);
        string previous = content.Length == 0 ? "" : LastHash(content);
        byte[] bytes = Encoding.UTF8.GetBytes($"{content}{Hash(previous, text)} {text}\n");
        string target = Path.Combine(folder, fileName);
        string beside = target + NewSuffix;
        if (storage.ListFiles(folder).Contains(fileName + NewSuffix))
        {
            storage.Delete(beside);
        }
        using (IStorageFile file = storage.Open(beside, StorageOpenMode.CreateNew))
        {
            file.WriteAt(bytes, 0);
            file.SyncData();
        }
        storage.Rename(beside, target);
        storage.SyncFolder(folder);
    }

    private static string ReadBytes(IStorage storage, string folder, string fileName, List<string> texts)
    {
        if (!storage.ListFiles(folder).Contains(fileName))
        {
            return "";
        }
        string path = Path.Combine(folder, fileName);
        using IStorageFile file = storage.Open(path, StorageOpenMode.Read);
        if (file.LengthBytes > MaxFileBytes)
        {
            throw Bad(path, 0, "the file is too large");
        }
        byte[] bytes = new byte[file.LengthBytes];
        int read = file.ReadAt(bytes, 0);
        string content = Encoding.UTF8.GetString(bytes, 0, read);
        Check(path, content, texts);
        return content;
    }

    private static void Check(string path, string content, List<string> texts)
    {
        if (content.Length == 0 || content[^1] != '\n')
        {
            throw Bad(path, 0, "the file does not end with a whole line");
        }
        string previous = "";
        string[] lines = content[..^1].Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index];
            if (line.Length <= HashCharacters || line[HashCharacters] != ' ')
            {
                throw Bad(path, index + 1, "no hash at its beginning");
            }
            string text = line[(HashCharacters + 1)..];
            previous = Hash(previous, text);
            if (!line.AsSpan(0, HashCharacters).SequenceEqual(previous))
            {
                throw Bad(path, index + 1, "its hash is not that of the lines up to here");
            }
            texts.Add(text);
        }
    }

    private static string LastHash(string content)
    {
        int start = content.LastIndexOf('\n', content.Length - 2) + 1;
        return content.Substring(start, HashCharacters);
    }

    private static string Hash(string previous, string text)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(previous + text)));

    private static StorageException Bad(string path, int line, string reason)
        => new("read", path, -1, 0, $"line {line}: {reason}");
}
