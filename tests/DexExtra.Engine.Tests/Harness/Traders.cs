using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>
/// Accounts with names: owner n of <see cref="Names"/>, subaccount written after a slash when it is not 0.
/// </summary>
public static class Traders
{
    public static readonly AccountId Alice = Of(1);
    public static readonly AccountId AliceTwo = Of(1, 2);
    public static readonly AccountId Bob = Of(2);
    public static readonly AccountId Carol = Of(3);
    public static readonly AccountId Nobody = Of(4);

    private static readonly string[] Names = ["zero", "alice", "bob", "carol", "nobody"];

    public static AccountId Of(int owner, uint subaccount = 0)
    {
        var bytes = new byte[Address.SizeBytes];
        BitConverter.TryWriteBytes(bytes.AsSpan(16), owner);
        return new AccountId(new Address(bytes), subaccount);
    }

    public static string NameOf(in AccountId account)
    {
        Span<byte> bytes = stackalloc byte[Address.SizeBytes];
        account.Owner.CopyTo(bytes);
        var owner = BitConverter.ToInt32(bytes[16..]);
        var name = owner < Names.Length ? Names[owner] : $"owner{owner}";
        return account.Subaccount == 0 ? name : $"{name}/{account.Subaccount}";
    }
}
