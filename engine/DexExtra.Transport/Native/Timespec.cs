using System.Runtime.InteropServices;

namespace DexExtra.Transport.Native;

/// <summary>The kernel's duration on 64-bit systems.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Timespec
{
    public long Seconds;
    public long Nanoseconds;
}
