using System.Globalization;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// File name of a command segment: <c>NNNNNNNNNN-SSSSSSSSSSSSSSSSSSSS.journal</c> (segment number, first sequence),
/// with
/// <c>.takeover.journal</c> when recovery made it. A takeover declares: from its first sequence on, earlier segments
/// are dead. It gets its name only after its first batch is on stable storage.
/// </summary>
internal readonly record struct SegmentName(long Number, long FirstSequence, bool IsTakeover)
{
    public const string Extension = ".journal";
    private const string TakeoverExtension = ".takeover" + Extension;
    private const int NumberDigits = 10;
    private const int SequenceDigits = 20;
    private const int StemLength = NumberDigits + 1 + SequenceDigits;

    public override string ToString()
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{Number:D10}-{FirstSequence:D20}{(IsTakeover ? TakeoverExtension : Extension)}");

    public static bool TryParse(string fileName, out SegmentName name)
    {
        name = default;
        if (fileName.Length <= StemLength
            || fileName[NumberDigits] != '-'
            || !TryDigits(fileName.AsSpan(0, NumberDigits), out long number)
            || !TryDigits(fileName.AsSpan(NumberDigits + 1, SequenceDigits), out long first))
        {
            return false;
        }
        string extension = fileName[StemLength..];
        name = new SegmentName(number, first, extension == TakeoverExtension);
        return extension is Extension or TakeoverExtension;
    }

    private static bool TryDigits(ReadOnlySpan<char> digits, out long value)
        => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
