namespace DexExtra.Hosting;

/// <summary>
/// Process exit codes (sysexits.h). The supervisor restarts a process that ends unasked with any code but Storage and
/// Configuration.
/// </summary>
public static class ExitCodes
{
    public const int Success = 0;

    /// <summary>EX_SOFTWARE: a broken invariant or an unhandled error.</summary>
    public const int Software = 70;

    /// <summary>EX_IOERR: a failed write or sync; restarting would not help.</summary>
    public const int Storage = 74;

    /// <summary>EX_CONFIG: a mistake in the configuration.</summary>
    public const int Configuration = 78;
}
