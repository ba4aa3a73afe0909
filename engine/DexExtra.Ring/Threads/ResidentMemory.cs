using System.Globalization;
using System.Runtime.InteropServices;

namespace DexExtra.Ring.Threads;

/// <summary>
/// Makes the large memory of this process resident before it is used (Linux): huge pages where the kernel gives them,
/// every page backed. A random access then rarely misses the TLB, and a first access takes no page fault. Contents stay
/// as they are. Call it once, after everything large has been allocated.
/// </summary>
public static partial class ResidentMemory
{
    private const long LeastBytes = 16 << 20;
    private const int HugePage = 14;
    private const int PopulateWrite = 23;

    /// <summary>
    /// Bytes that are resident now; what the kernel refuses is left as it is, to be backed page by page on first use.
    /// </summary>
    public static long Prepare()
    {
        var prepared = 0L;
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            if (TryParse(line, out var start, out var length))
            {
                _ = Advise((nint)start, (nuint)length, HugePage);
                prepared += Advise((nint)start, (nuint)length, PopulateWrite) == 0 ? length : 0;
            }
        }

        return prepared;
    }

    /// <summary>True for a large private region that may be written and belongs to no file.</summary>
    private static bool TryParse(string line, out long start, out long length)
    {
        (start, length) = (0, 0);
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5 || fields[1] != "rw-p")
        {
            return false;
        }

        var dash = fields[0].IndexOf('-', StringComparison.Ordinal);
        start = long.Parse(fields[0].AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        length = long.Parse(fields[0].AsSpan(dash + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture) - start;
        return length >= LeastBytes;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint length, int advice);
}
