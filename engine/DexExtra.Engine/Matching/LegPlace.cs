using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>Which order of which list an order is; the default value is none.</summary>
internal readonly record struct LegPlace(ListKind Kind, byte Index, byte Count, long ListId);
