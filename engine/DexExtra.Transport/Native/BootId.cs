namespace DexExtra.Transport.Native;

/// <summary>
/// The kernel's name for this start of the machine. Shared memory is only as old as the machine's last start; a
/// stream file on a disk may have survived it half written.
/// </summary>
internal static class BootId
{
    private const string KernelFile = "/proc/sys/kernel/random/boot_id";

    public static Guid Current { get; } = Guid.Parse(File.ReadAllText(KernelFile).AsSpan().Trim());
}
