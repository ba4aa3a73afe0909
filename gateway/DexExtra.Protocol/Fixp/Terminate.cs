using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Fixp;

/// <summary>Both: the sender sends nothing more. The receiver answers with Terminate(Finished) and closes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct Terminate : IWireMessage
{
    public const int SizeBytes = 24;

    /// <summary>As negotiated; zero before.</summary>
    public SessionId SessionId;
    public TerminateReason Reason;
    private readonly byte _reserved1;
    private readonly ushort _reserved2;
    private readonly uint _reserved4;

    public static Template Template => Template.Terminate;

    public static bool ReservedIsZero(ReadOnlySpan<byte> body) =>
        !body[17..24].ContainsAnyExcept((byte)0);
}
