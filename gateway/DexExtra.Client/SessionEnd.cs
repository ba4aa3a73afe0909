using DexExtra.Protocol.Fixp;

namespace DexExtra.Client;

/// <summary>How a session ended and where its successor continues.</summary>
/// <param name="Reason">Why.</param>
/// <param name="NextSeqNo">For the NextSeqNo of the next session: nothing is lost, nothing doubled.</param>
/// <param name="TerminateReason">The venue's reason, if it gave one.</param>
/// <param name="Detail">One line for a log.</param>
public sealed record SessionEnd(
    SessionEndReason Reason, ulong NextSeqNo, TerminateReason? TerminateReason, string Detail);
