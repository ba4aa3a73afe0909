namespace DexExtra.Messages;

/// <summary>What a session key may do for its owner. Signed; nothing else is ever allowed to one.</summary>
[Flags]
public enum SessionKeyPermissions : uint
{
    None = 0,

    /// <summary>New orders and lists, amends, replacements.</summary>
    Trade = 1 << 0,

    /// <summary>Cancels and mass cancels, without the lock.</summary>
    Cancel = 1 << 1,
}
