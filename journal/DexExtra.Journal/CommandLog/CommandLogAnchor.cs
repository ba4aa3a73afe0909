namespace DexExtra.Journal.CommandLog;

/// <summary>
/// A batch that is known to be part of a log, by what stays the same when a takeover copies it: whoever holds an anchor
/// (a snapshot) need not read what stands before it. The checksum of its payload and of the batch before tie it to one
/// history; another log never has the same.
/// </summary>
public readonly record struct CommandLogAnchor(
    long BatchNumber, long FirstSequence, long LastSequence, long Epoch, uint PayloadCrc, uint PreviousCrc)
{
    internal static CommandLogAnchor Of(in BatchHeader header) => new(
        header.BatchNumber, header.FirstSequence, header.LastSequence, header.Epoch, header.PayloadCrc,
        header.PreviousCrc);
}
