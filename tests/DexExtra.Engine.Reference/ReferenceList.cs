using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>Orders that depend on each other (T12–T15).</summary>
public sealed class ReferenceList(ListKind kind)
{
    public ListKind Kind { get; } = kind;

    public List<ReferenceOrder> Legs { get; } = [];

    public bool HasParent => Kind is ListKind.OneTriggersOther or ListKind.BracketOco or ListKind.BracketOuo;

    public bool IsOco => Kind is ListKind.OneCancelsOther or ListKind.BracketOco;

    public bool IsOuo => Kind is ListKind.OneUpdatesOther or ListKind.BracketOuo;

    /// <summary>The other of the two legs that are tied by OCO or OUO.</summary>
    public ReferenceOrder? Other(ReferenceOrder order)
    {
        var paired = HasParent ? Legs.Skip(1) : Legs;
        return IsOco || IsOuo
            ? paired.Contains(order) ? paired.Single(leg => leg != order) : null
            : null;
    }
}
