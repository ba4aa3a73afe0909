namespace DexExtra.Chaos;

/// <summary>What a row needs of the machine.</summary>
[Flags]
internal enum Need
{
    None = 0,
    Strace = 1 << 0,
    Mounts = 1 << 1,
    LoopDevice = 1 << 2,
    Postgres = 1 << 3,
    Redis = 1 << 4,
    Compiler = 1 << 5,
    TimeNamespace = 1 << 6,
}
