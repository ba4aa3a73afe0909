namespace DexExtra.Journal.Storage;

/// <summary>Linux error numbers a disk can answer with, and their names for operators. Any thread.</summary>
public static class Errno
{
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int WouldBlock = 11;
    public const int Exists = 17;
    public const int NoSpace = 28;

    /// <summary>The symbolic name ("EIO"), or "errno 123" for a number not listed here.</summary>
    public static string Name(int errno) => errno switch
    {
        1 => "EPERM",
        NoEntry => "ENOENT",
        Interrupted => "EINTR",
        InputOutput => "EIO",
        9 => "EBADF",
        WouldBlock => "EWOULDBLOCK",
        12 => "ENOMEM",
        13 => "EACCES",
        Exists => "EEXIST",
        20 => "ENOTDIR",
        21 => "EISDIR",
        22 => "EINVAL",
        23 => "ENFILE",
        24 => "EMFILE",
        27 => "EFBIG",
        NoSpace => "ENOSPC",
        30 => "EROFS",
        36 => "ENAMETOOLONG",
        95 => "EOPNOTSUPP",
        122 => "EDQUOT",
        _ => $"errno {errno}",
    };
}
