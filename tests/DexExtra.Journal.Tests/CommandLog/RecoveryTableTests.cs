using DexExtra.Journal.CommandLog;

namespace DexExtra.Journal.Tests.CommandLog;

public sealed class RecoveryTableTests
{
    [Fact]
    public void Letters_are_consecutive_and_the_last_row_matches_everything_and_refuses()
    {
        Assert.Equal("ABCDEFGHIJKLMNOPQRSTUVWXYZ", string.Concat(RecoveryTable.Rows.Select(row => row.Letter)));
        RecoveryRow last = RecoveryTable.Rows[^1];
        Assert.Equal((null, null, RecoveryDecision.Refuse), (last.Finding, last.Evidence, last.Decision));
    }

    // the whole decision function, written out: a changed row shows as a changed cell
    [Fact]
    [Trait("rule", "JRN-11")]
    public void Every_pair_of_finding_and_evidence_is_decided_as_documented()
    {
        string table = string.Join('\n', Enum.GetValues<RecoveryFinding>().Select(finding =>
            $"{finding,-14}" + string.Concat(Enum.GetValues<RecoveryEvidence>()
                .Select(evidence => RecoveryTable.Decide(finding, evidence).Letter))));

        // columns: None, RotationContinues, TakeoverContinues, TakeoverName, LaterSegment, ConsumerCursor, LaterBatch,
        // Snapshot
        Assert.Equal(
            """
            ValidBatch    CBACCCCC
            ZeroSpace     EDAFGHZV
            BadBatch      IKALMNJW
            Gap           OOAOOOOO
            ChainMismatch PPAPPPPP
            EpochDown     QQAQQQQQ
            WrongSegment  RRARRRRR
            UnknownVersionSSASSSSS
            MissingSegmentTTATTTTT
            AmbiguousName UUAUUUUU
            OtherHistory  XXAXXXXX
            ArchivedBeginningYYAYYYYY
            """,
            table);
    }

    [Fact]
    public void Only_an_unproven_bad_batch_is_ever_cut()
        => Assert.Equal(
            [(RecoveryFinding.BadBatch, RecoveryEvidence.None)],
            RecoveryTable.Rows.Where(row => row.Decision == RecoveryDecision.Cut)
                .Select(row => (row.Finding!.Value, row.Evidence!.Value)));
}
