using System.Runtime.CompilerServices;
using System.Text;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>A public code such as <c>INSUFFICIENT_FUNDS</c> in 32 ASCII bytes, zero padded.</summary>
[InlineArray(Capacity)]
public struct CodeText
{
    public const int Capacity = 32;

    private byte _first;

    public static CodeText Of(RejectReason reason)
    {
        var text = default(CodeText);
        var code = Codes.Of(reason);
        Encoding.ASCII.GetBytes(code.AsSpan(0, Math.Min(code.Length, Capacity)), text);
        return text;
    }

    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        return Encoding.ASCII.GetString(bytes.TrimEnd((byte)0));
    }
}
