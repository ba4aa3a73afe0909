using System.Runtime.InteropServices;

namespace DexExtra.Transport.Tests.Processes;

/// <summary>What the consuming child records of each message.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct JournalRecord
{
    public uint SessionId;
    public int Life;
    public long Number;
    public long Position;
}
