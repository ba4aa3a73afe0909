using System.Runtime.InteropServices;

namespace DexExtra.Transport.Native;

/// <summary>The C library's struct flock on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct FileLock
{
    public const short WriteLock = 1;
    public const short Unlocked = 2;

    [FieldOffset(0)]
    public short Type;

    [FieldOffset(2)]
    public short Whence;

    [FieldOffset(8)]
    public long Start;

    [FieldOffset(16)]
    public long LengthBytes;

    [FieldOffset(24)]
    public int ProcessId;
}
