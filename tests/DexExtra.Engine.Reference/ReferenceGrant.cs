using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>A grant of a session key, live or remembered (docs/money.md §17).</summary>
public sealed class ReferenceGrant(uint id, SetSessionKey request)
{
    public uint Id { get; } = id;

    public SetSessionKey Request { get; } = request;

    public bool IsRevoked { get; set; }

    /// <summary>Open orders whose newest version it signed, in order of entry.</summary>
    public List<ReferenceOrder> Orders { get; } = [];

    public bool IsOver(long nowSecond) => IsRevoked || (ulong)nowSecond >= Request.ExpiresAtSeconds;
}
