using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>
/// Two venues under the same commands. A difference is a frame that is not the same to the byte, a failure of one of
/// the two, or a check of the state that does not hold.
/// </summary>
/// <param name="engine">The engine, or what stands for it in a test.</param>
/// <param name="reference">The reference.</param>
/// <param name="checks">Looks at both states between commands; null where they agree.</param>
public sealed class VenuePair(IVenue engine, IVenue reference, Func<string?>? checks = null)
{
    private readonly byte[] _frame = GC.AllocateUninitializedArray<byte>(Limits.MaxEventFrameBytes);
    private int _length;

    /// <summary>The engine's frame of the last command.</summary>
    public ReadOnlySpan<byte> Frame => _frame.AsSpan(0, _length);

    public Difference? Apply(ReadOnlySpan<byte> command)
    {
        var sequence = CommandCodec.Header(command).Sequence;
        var failure = Try(engine, command, out var actual);
        actual.CopyTo(_frame);
        _length = actual.Length;
        var expectedFailure = Try(reference, command, out var expected);
        if (failure is null && expectedFailure is null && expected.SequenceEqual(Frame))
        {
            return null;
        }

        var what = failure is not null ? $"the engine failed: {failure}"
            : expectedFailure is not null ? $"the reference failed: {expectedFailure}"
            : "the frames differ";
        return new Difference(sequence, what, LinesOf(Frame), LinesOf(expected));
    }

    public Difference? Check(long sequence)
    {
        try
        {
            return checks?.Invoke() is { } what ? new Difference(sequence, what, [], []) : null;
        }
        catch (InvariantViolationException error)
        {
            return new Difference(sequence, $"the engine's audit failed: {error.Message}", [], []);
        }
    }

    private static IReadOnlyList<string> LinesOf(ReadOnlySpan<byte> frame) =>
        frame.IsEmpty ? [] : Difference.Lines(frame);

    private static string? Try(IVenue venue, ReadOnlySpan<byte> command, out ReadOnlySpan<byte> frame)
    {
        try
        {
            frame = venue.Apply(command);
            return null;
        }
        catch (Exception error) when (IsFailure(error))
        {
            frame = default;
            return $"{error.GetType().Name}: {error.Message} {Where(error)}";
        }
    }

    /// <summary>What code under test may throw; everything else ends the run.</summary>
    private static bool IsFailure(Exception error) => error is InvariantViolationException or InvalidOperationException
        or ArgumentException or ArithmeticException or IndexOutOfRangeException or KeyNotFoundException
        or NullReferenceException or InvalidCastException or NotSupportedException;

    private static string Where(Exception error) =>
        error.StackTrace?.Split('\n').FirstOrDefault()?.Trim() ?? string.Empty;
}
