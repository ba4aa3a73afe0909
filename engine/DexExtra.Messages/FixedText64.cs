using System.Runtime.CompilerServices;
using System.Text;

namespace DexExtra.Messages;

/// <summary>Up to 64 bytes of UTF-8, zero padded: names that travel inside fixed-layout messages.</summary>
[InlineArray(Capacity)]
public struct FixedText64
{
    public const int Capacity = 64;

    private byte _first;

    /// <summary>False when the text is empty, longer than 64 bytes of UTF-8, or contains a zero character.</summary>
    public static bool TryCreate(ReadOnlySpan<char> text, out FixedText64 value)
    {
        value = default;
        if (text.IsEmpty || text.Contains('\0') || Encoding.UTF8.GetByteCount(text) > Capacity)
        {
            return false;
        }

        Encoding.UTF8.GetBytes(text, value);
        return true;
    }

    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
