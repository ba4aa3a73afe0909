namespace DexExtra.Journal.Tests.Storage;

/// <summary>What survives a crash of <see cref="FaultyStorage"/>.</summary>
internal enum CrashMode
{
    /// <summary>The process dies, the kernel lives: everything written is there.</summary>
    KeepAll,

    /// <summary>Power loss, worst case: nothing that was not synced is there.</summary>
    LoseUnsynced,

    /// <summary>
    /// Power loss: each unsynced 512-byte sector and some of the unsynced directory changes, by seed.
    /// </summary>
    Tear,
}
