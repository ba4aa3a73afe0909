using System.Runtime.CompilerServices;

namespace DexExtra.Messages;

/// <summary>F4: up to eight tiers, ascending by volume.</summary>
[InlineArray(Capacity)]
public struct FeeTiers
{
    public const int Capacity = 8;

    private FeeTier _first;
}
