using System.Globalization;
using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>An account: wallet address and subaccount number. Each subaccount is its own margin unit (U1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = SizeBytes)]
public readonly struct AccountId(Address owner, uint subaccount) : IEquatable<AccountId>
{
    public const int SizeBytes = 24;

    public readonly Address Owner = owner;
    public readonly uint Subaccount = subaccount;

    public static bool operator ==(AccountId left, AccountId right) => left.Equals(right);

    public static bool operator !=(AccountId left, AccountId right) => !left.Equals(right);

    public bool Equals(AccountId other) => Subaccount == other.Subaccount && Owner == other.Owner;

    public override bool Equals(object? obj) => obj is AccountId other && Equals(other);

    public override int GetHashCode() => Owner.GetHashCode() ^ (int)(Subaccount * 0x9E3779B1U);

    /// <summary>Address, slash, subaccount: <c>0xabc…/0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Owner}/{Subaccount}");
}
