using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: the engine follows what an owner did on chain (X5, X9). It is in no account's stream.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OwnerActionTaken
{
    public const int SizeBytes = 136;

    public OwnerAction Request;
}
