namespace DexExtra.Messages;

/// <summary>What an owner asks about a session key. Numbers are on disk.</summary>
public enum SessionKeyAction : byte
{
    Grant = 1,
    Revoke = 2,
}
