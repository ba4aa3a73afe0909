using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// EIP-712 hash of the struct <c>Instructions</c> inside an order: the only thing the contract is told of them. Pure,
/// allocation-free.
/// </summary>
public static class InstructionsHash
{
    private const int Words = 15;

    public static Hash32 Struct(in OrderInstructions instructions)
    {
        var words = new WordWriter(stackalloc byte[Words * Hash32.SizeBytes]);
        words.Append(Eip712Type.Instructions.TypeHash);
        words.Append(instructions.DisplayQuantity);
        words.Append(instructions.DisplayVariance);
        words.Append(instructions.MinQuantity);
        words.Append(instructions.Budget);
        words.Append(instructions.TrailingDistance);
        words.Append(instructions.PriceOffset);
        words.Append(instructions.ActivationPrice);
        words.Append((ulong)instructions.TrailingBasisPoints);
        words.Append((ulong)instructions.PositionFraction);
        words.Append((ulong)instructions.DurationSeconds);
        words.Append((ulong)instructions.IntervalSeconds);
        words.Append((ulong)instructions.TriggerSource);
        words.Append((ulong)instructions.ExpiryAction);
        words.Append((ulong)instructions.PegReference);
        return words.Hash();
    }
}
