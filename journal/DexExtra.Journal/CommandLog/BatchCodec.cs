using System.Runtime.InteropServices;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Seals and checks whole batches in memory; the only code that knows where header, payload and footer stand.
/// Stateless, any thread.
/// </summary>
internal static class BatchCodec
{
    public static ref BatchHeader Header(Span<byte> batch) => ref MemoryMarshal.AsRef<BatchHeader>(batch);

    public static BatchHeader ReadHeader(ReadOnlySpan<byte> batch) => MemoryMarshal.Read<BatchHeader>(batch);

    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> batch, in BatchHeader header)
        => batch.Slice(CommandLogFormat.BatchHeaderBytes, header.PayloadBytes);

    /// <summary>
    /// Completes a batch whose payload stands behind its header: footer, zero padding and checksums.
    /// <paramref name="header"/> comes with everything set but magic, version and checksums. Returns the header
    /// checksum.
    /// </summary>
    public static uint Seal(Span<byte> batch, BatchHeader header, long offset)
    {
        header.Magic = CommandLogFormat.BatchMagic;
        header.Version = CommandLogFormat.Version;
        header.PayloadCrc = Crc32C.Append(Crc32C.Seed, Payload(batch, header));
        header.HeaderCrc = header.ComputeCrc(offset);
        MemoryMarshal.Write(batch, header);
        Span<byte> end = batch[(CommandLogFormat.BatchHeaderBytes + header.PayloadBytes)..];
        var footer = new BatchFooter
        {
            BatchNumber = header.BatchNumber,
            PayloadBytes = header.PayloadBytes,
            Magic = CommandLogFormat.FooterMagic,
        };
        MemoryMarshal.Write(end, footer);
        end[CommandLogFormat.FooterBytes..].Clear();
        return header.HeaderCrc;
    }

    /// <summary>True when the header is intact and was written for this segment and offset.</summary>
    public static bool IsIntact(in BatchHeader header, long offset)
        => header.Magic == CommandLogFormat.BatchMagic && header.HeaderCrc == header.ComputeCrc(offset);

    /// <summary>Null when an intact header's numbers are possible at all, else the reason.</summary>
    public static string? CheckShape(in BatchHeader header, long roomBytes)
    {
        if (header.PayloadBytes < CommandLogFormat.RecordHeaderBytes
            || header.PayloadBytes > CommandLogFormat.MaxBatchBytes
            || CommandLogFormat.BatchBytes(header.PayloadBytes) > roomBytes)
        {
            return $"payload length {header.PayloadBytes} is impossible";
        }
        if (header.RecordCount <= 0 || header.LastSequence - header.FirstSequence + 1 != header.RecordCount)
        {
            return "record count contradicts the sequences";
        }
        return header.DurableUpTo < header.FirstSequence ? null : "durableUpTo covers the batch itself";
    }

    /// <summary>Null when payload, records, footer and padding are right for a batch with an intact header.</summary>
    public static string? CheckBody(ReadOnlySpan<byte> batch, in BatchHeader header)
    {
        ReadOnlySpan<byte> payload = Payload(batch, header);
        if (Crc32C.Append(Crc32C.Seed, payload) != header.PayloadCrc)
        {
            return "payload checksum mismatch";
        }
        ReadOnlySpan<byte> end = batch[(CommandLogFormat.BatchHeaderBytes + header.PayloadBytes)..];
        BatchFooter footer = MemoryMarshal.Read<BatchFooter>(end);
        if (footer.BatchNumber != header.BatchNumber
            || footer.PayloadBytes != header.PayloadBytes
            || footer.Magic != CommandLogFormat.FooterMagic)
        {
            return "footer contradicts the header";
        }
        if (end[CommandLogFormat.FooterBytes..].ContainsAnyExcept((byte)0))
        {
            return "padding is not zero";
        }
        return CheckRecords(payload, header.RecordCount);
    }

    /// <summary>Cuts the next record off a checked payload.</summary>
    public static ReadOnlySpan<byte> NextRecord(scoped ref ReadOnlySpan<byte> payload)
    {
        int length = MemoryMarshal.Read<int>(payload);
        ReadOnlySpan<byte> record = payload.Slice(CommandLogFormat.RecordHeaderBytes, length);
        payload = payload[CommandLogFormat.AlignedRecordBytes(length)..];
        return record;
    }

    private static string? CheckRecords(ReadOnlySpan<byte> payload, int recordCount)
    {
        const string Reason = "record lengths contradict the payload length";
        for (int i = 0; i < recordCount; i++)
        {
            if (payload.Length < CommandLogFormat.RecordHeaderBytes)
            {
                return Reason;
            }
            int length = MemoryMarshal.Read<int>(payload);
            if (length < 0 || length > payload.Length - CommandLogFormat.RecordHeaderBytes)
            {
                return Reason;
            }
            int aligned = CommandLogFormat.AlignedRecordBytes(length);
            if (aligned > payload.Length)
            {
                return Reason;
            }
            payload = payload[aligned..];
        }
        return payload.IsEmpty ? null : Reason;
    }
}
