namespace DexExtra.Engine.Reference;

/// <summary>
/// One meeting of a walk: lots traded or prevented; IsCapped: what is left of the reduce-only maker goes (I-RO-3).
/// </summary>
public sealed record WalkStep(ReferenceOrder Maker, long Lots, bool IsPrevented, bool IsCapped);
