using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Image;

namespace DexExtra.Snapshots.Files;

/// <summary>
/// One snapshot file: header, layout, image, trailer. Equal states give equal bytes. Stateless; a file belongs to one
/// thread at a time.
/// </summary>
public static class SnapshotFile
{
    /// <summary>
    /// Writes a new file and puts it on stable storage; its name is the caller's matter. Returns what was written.
    /// </summary>
    /// <exception cref="StorageException">The disk refuses; what was written is no snapshot.</exception>
    /// <exception cref="ImageException">The engine holds what an image cannot carry.</exception>
    public static ContentSummary Write(IStorage storage, string path, SnapshotHeader header, EngineImage image)
    {
        using var file = storage.Open(path, StorageOpenMode.CreateNew);
        using var output = new HashedOutput(file);
        var layout = Encoding.UTF8.GetBytes(image.Layout);
        output.Write(HeaderBytes.Encode(header, Hash256.From(SHA256.HashData(layout)), layout.Length));
        var text = new BlockWriter(output);
        text.Write(layout);
        text.Finish();
        var content = new BlockWriter(output);
        image.Write(content);
        content.Finish();
        var trailer = new TrailerBytes
        {
            Magic = SnapshotFormat.TrailerMagic,
            ContentBytes = content.Bytes,
            Blocks = content.Blocks,
            ContentCrc = content.Crc,
        };
        var bytes = MemoryMarshal.AsBytes(new Span<TrailerBytes>(ref trailer));
        output.Write(bytes[..^SnapshotFormat.HashBytes]);
        trailer.FileHash = output.CurrentHash();
        output.Write(bytes[^SnapshotFormat.HashBytes..]);
        output.Flush();
        return new ContentSummary(content.Bytes, content.Crc);
    }

    /// <summary>What <see cref="Write"/> would say of an image.</summary>
    public static ContentSummary Summarize(EngineImage image)
    {
        var digest = new ContentDigest();
        image.Write(digest);
        digest.Finish();
        return new ContentSummary(digest.Bytes, digest.Crc);
    }

    /// <summary>The header alone, proven by its checksum.</summary>
    /// <exception cref="SnapshotException">It is damaged, or of another format.</exception>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static SnapshotHeader ReadHeader(IStorage storage, string path)
    {
        using var file = storage.Open(path, StorageOpenMode.Read);
        using var input = new HashedInput(file);
        return ReadHeader(input, out _);
    }

    /// <summary>
    /// Reads a snapshot into an engine made with its seed, verifying every byte. After an exception the engine is in
    /// no state at all.
    /// </summary>
    /// <exception cref="SnapshotException">It is damaged, or does not fit the engine.</exception>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static void Load(IStorage storage, string path, EngineImage image)
    {
        using var file = storage.Open(path, StorageOpenMode.Read);
        using var input = new HashedInput(file);
        _ = ReadHeader(input, out var head);
        CheckLayout(input, head, image);
        var content = new BlockReader(input);
        try
        {
            image.Read(content);
        }
        catch (ImageException error)
        {
            throw new SnapshotException(path, input.Position, $"made with other options: {error.Message}");
        }

        CheckTrailer(input, content);
    }

    private static SnapshotHeader ReadHeader(HashedInput input, out HeaderBytes head)
    {
        var bytes = new byte[HeaderBytes.SizeBytes];
        input.Read(bytes);
        head = MemoryMarshal.Read<HeaderBytes>(bytes);
        if (head.Magic != SnapshotFormat.Magic)
        {
            throw new SnapshotException(input.Path, 0, "no snapshot");
        }

        if (head.Sources is < 0 or > SnapshotFormat.MaxSources)
        {
            throw new SnapshotException(input.Path, 0, $"header: {head.Sources} streams are impossible");
        }

        Array.Resize(ref bytes, bytes.Length + (head.Sources * HeaderBytes.SourceBytes));
        input.Read(bytes.AsSpan(HeaderBytes.SizeBytes));
        if (head.HeaderCrc != HeaderBytes.ComputeCrc(bytes))
        {
            throw new SnapshotException(input.Path, 0, "header: checksum mismatch");
        }

        return head.Version == SnapshotFormat.Version
            ? head.Decode(bytes.AsSpan(HeaderBytes.SizeBytes))
            : throw new SnapshotException(input.Path, 0, $"format version {head.Version} is not read by this build");
    }

    /// <summary>The layout is stored whole so that a refusal can say what differs first.</summary>
    private static void CheckLayout(HashedInput input, in HeaderBytes head, EngineImage image)
    {
        if (head.LayoutBytes is < 0 or > SnapshotFormat.MaxLayoutBytes)
        {
            throw new SnapshotException(input.Path, 0, $"header: a layout of {head.LayoutBytes} bytes is impossible");
        }

        var at = input.Position;
        var text = new byte[head.LayoutBytes];
        var blocks = new BlockReader(input);
        blocks.Read(text);
        if (!SHA256.HashData(text).AsSpan().SequenceEqual(head.LayoutHash) || !blocks.IsAtBoundary)
        {
            throw new SnapshotException(input.Path, at, "layout: checksum mismatch");
        }

        if (EngineImage.Difference(Encoding.UTF8.GetString(text), image.Layout) is { } difference)
        {
            throw new SnapshotException(input.Path, at, $"made for another engine: {difference}");
        }
    }

    private static void CheckTrailer(HashedInput input, BlockReader content)
    {
        var at = input.Position;
        var trailer = default(TrailerBytes);
        var bytes = MemoryMarshal.AsBytes(new Span<TrailerBytes>(ref trailer));
        input.Read(bytes[..^SnapshotFormat.HashBytes]);
        var hash = input.CurrentHash();
        input.Read(bytes[^SnapshotFormat.HashBytes..]);
        var fits = content.IsAtBoundary
            && trailer.Magic == SnapshotFormat.TrailerMagic
            && trailer.ContentBytes == content.Bytes
            && trailer.Blocks == content.Blocks
            && trailer.ContentCrc == content.Crc
            && ((ReadOnlySpan<byte>)trailer.FileHash).SequenceEqual(hash);
        if (!fits || input.Left != 0)
        {
            throw new SnapshotException(input.Path, at, "trailer: it does not close this file");
        }
    }
}
