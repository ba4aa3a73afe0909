namespace DexExtra.Engine.Reference;

/// <summary>Something that the other orders of a list have to hear of (§11); lots of a fill.</summary>
public sealed record LinkEvent(LinkKind Kind, ReferenceOrder Order, long Lots);
