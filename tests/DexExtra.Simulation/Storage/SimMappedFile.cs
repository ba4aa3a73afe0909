using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DexExtra.Journal.Storage;

namespace DexExtra.Simulation.Storage;

/// <summary>A file as shared memory: the very bytes of the simulated page cache, which are pinned.</summary>
internal sealed unsafe class SimMappedFile : IMappedFile
{
    private readonly SimDisk _disk;
    private readonly byte[] _memory;

    public SimMappedFile(SimDisk disk, string path, SimFile file)
    {
        _disk = disk;
        _memory = file.Data;
        Path = path;
        LengthBytes = file.Length;
        Start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
    }

    public string Path { get; private set; }

    public long LengthBytes { get; }

    public byte* Start { get; }

    public void MoveTo(string path)
    {
        _disk.Rename(Path, path);
        Path = path;
    }

    public void Dispose()
    {
        // the file owns the memory; a process that is gone must not keep its followers from reading
        GC.KeepAlive(_memory);
    }
}
