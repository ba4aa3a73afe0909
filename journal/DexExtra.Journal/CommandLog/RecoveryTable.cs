using static DexExtra.Journal.CommandLog.RecoveryDecision;
using static DexExtra.Journal.CommandLog.RecoveryEvidence;
using static DexExtra.Journal.CommandLog.RecoveryFinding;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// The recovery decision table as data. The first row that matches finding and evidence decides; the last row
/// matches everything and refuses. The letters appear in refusal lines and in journal/FORMAT.md.
/// The rule behind all rows: a batch that nobody can have been told about may be dropped; a batch that may have been
/// acknowledged is never dropped, and whenever that cannot be honoured the venue does not start.
/// </summary>
public static class RecoveryTable
{
    public static IReadOnlyList<RecoveryRow> Rows { get; } =
    [
        new('A', null, TakeoverContinues, EnterNextSegment,
            "recovery once ended this segment here and copied its last batch: whatever stands here is dead"),
        new('B', ValidBatch, RotationContinues, Refuse,
            "the batch goes on where the next segment begins: two histories"),
        new('C', ValidBatch, null, Accept,
            "the log continues"),
        new('D', ZeroSpace, RotationContinues, EnterNextSegment,
            "the segment was full and rotated"),
        new('E', ZeroSpace, None, CleanEnd,
            "unused space at the end of the log"),
        new('F', ZeroSpace, TakeoverName, Refuse,
            "a takeover segment without its batch, which was durable before the file got its name"),
        new('G', ZeroSpace, LaterSegment, Refuse,
            "batches are missing: a later segment begins further on"),
        new('H', ZeroSpace, ConsumerCursor, Refuse,
            "the log ends before what a consumer has already seen: durable data was lost"),
        new('I', BadBatch, None, Cut,
            "a batch whose sync never returned: torn by a crash, acknowledged to nobody"),
        new('J', BadBatch, LaterBatch, Refuse,
            "damage: a later batch was written after this one was durable"),
        new('K', BadBatch, RotationContinues, Refuse,
            "damage: bytes behind the last batch of a segment that was full and rotated"),
        new('L', BadBatch, TakeoverName, Refuse,
            "damage: the first batch of a takeover segment was durable before the file got its name"),
        new('M', BadBatch, LaterSegment, Refuse,
            "damage: a later segment was opened after this batch was durable"),
        new('N', BadBatch, ConsumerCursor, Refuse,
            "damage: a consumer has already seen this sequence"),
        new('O', Gap, null, Refuse,
            "batches are missing or repeated"),
        new('P', ChainMismatch, null, Refuse,
            "the batch was not written behind the batch before it"),
        new('Q', EpochDown, null, Refuse,
            "a batch of an older epoch follows a newer one"),
        new('R', WrongSegment, null, Refuse,
            "the file was swapped, renamed or written to the wrong place"),
        new('S', UnknownVersion, null, Refuse,
            "the log was written by another version of the venue"),
        new('T', MissingSegment, null, Refuse,
            "a segment file is missing"),
        new('U', AmbiguousName, null, Refuse,
            "the folder holds journal files whose order is not certain"),
        new('V', ZeroSpace, Snapshot, Refuse,
            "the log ends before what a snapshot holds: durable data was lost"),
        new('W', BadBatch, Snapshot, Refuse,
            "damage: a snapshot holds this sequence"),
        new('X', OtherHistory, null, Refuse,
            "the snapshot was taken of another history of this log: two histories"),
        new('Y', ArchivedBeginning, null, Refuse,
            "commands behind the newest usable snapshot are in the archive: bring its segments back"),
        new('Z', null, null, Refuse,
            "a combination that cannot arise"),
    ];

    /// <summary>The row that decides.</summary>
    public static RecoveryRow Decide(RecoveryFinding finding, RecoveryEvidence evidence)
    {
        foreach (RecoveryRow row in Rows)
        {
            if ((row.Finding is null || row.Finding == finding) && (row.Evidence is null || row.Evidence == evidence))
            {
                return row;
            }
        }
        return Rows[^1];
    }
}
