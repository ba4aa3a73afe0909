using DexExtra.Engine.Reference.Differential;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>The events of a frame as lines of text, also of a frame that was not finished.</summary>
internal static class MoneyText
{
    public static IReadOnlyList<string> Lines(ReadOnlySpan<byte> frame)
    {
        if (frame.IsEmpty)
        {
            return ["no frame: the engine stopped"];
        }

        try
        {
            return Difference.Lines(frame);
        }
        catch (KeyNotFoundException)
        {
            var lines = new List<string>();
            foreach (var item in new EventFrame(frame))
            {
                lines.Add($"{item.Index} {item.Type}");
            }

            return lines;
        }
    }
}
