using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// The words of a scenario: accounts (<c>alice</c>, <c>alice/2</c> for subaccount 2, <c>owner17</c>) and the labels
/// that orders were given.
/// </summary>
public sealed class ScenarioNames : IMessageNames
{
    private static readonly string[] Owners = ["zero", "alice", "bob", "carol", "dave", "erin", "frank", "grace"];
    private readonly Dictionary<string, long> _orders = [];
    private readonly Dictionary<long, string> _labels = [];

    /// <exception cref="ScenarioException">Nobody is called that.</exception>
    public static AccountId Account(string name)
    {
        var parts = name.Split('/');
        var number = Array.IndexOf(Owners, parts[0]);
        var subaccount = 0U;
        var isKnown = number >= 0
            || (parts[0].StartsWith("owner", StringComparison.Ordinal)
                && int.TryParse(parts[0][5..], CultureInfo.InvariantCulture, out number));
        if (!isKnown || (parts.Length > 1 && !uint.TryParse(parts[1], CultureInfo.InvariantCulture, out subaccount)))
        {
            throw new ScenarioException($"'{name}' is no account: write {string.Join(", ", Owners)}, owner17, alice/2");
        }

        return Account(number, subaccount);
    }

    public static AccountId Account(int owner, uint subaccount)
    {
        Span<byte> bytes = stackalloc byte[Messages.Address.SizeBytes];
        BitConverter.TryWriteBytes(bytes[16..], owner);
        return new AccountId(new Messages.Address(bytes), subaccount);
    }

    /// <summary>0x…, <c>token2</c> for a token, or the owner of an account.</summary>
    /// <exception cref="ScenarioException">Nobody is called that.</exception>
    public static Address Address(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? Messages.Address.Parse(text)
        : text.StartsWith("token", StringComparison.Ordinal)
            && int.TryParse(text[5..], CultureInfo.InvariantCulture, out var number) ? Token(number)
        : Account(text).Owner;

    /// <summary>Of asset 1, 2, and so on.</summary>
    public static Address Token(int number) => Account(999 + number, 0).Owner;

    public static string NameOf(in AccountId account)
    {
        Span<byte> bytes = stackalloc byte[Messages.Address.SizeBytes];
        account.Owner.CopyTo(bytes);
        var owner = BitConverter.ToInt32(bytes[16..]);
        var name = owner >= 0 && owner < Owners.Length ? Owners[owner] : $"owner{owner}";
        return account.Subaccount == 0 ? name : $"{name}/{account.Subaccount}";
    }

    public void Label(string label, long orderId)
    {
        _orders[label] = orderId;
        _labels[orderId] = label;
    }

    /// <summary>Orders of a command have no labels after all.</summary>
    public void Forget(long sequence)
    {
        foreach (var orderId in _labels.Keys.Where(id => id % Limits.LegOrderIdStep == sequence).ToList())
        {
            _orders.Remove(_labels[orderId]);
            _labels.Remove(orderId);
        }
    }

    /// <exception cref="ScenarioException">No order has that label.</exception>
    public long Order(string label) => _orders.TryGetValue(label, out var orderId)
        ? orderId
        : throw new ScenarioException($"no order is called '{label}'");

    JsonNode IMessageNames.Account(in AccountId account) => NameOf(in account);

    JsonNode IMessageNames.Number(string field, Int128 value) =>
        FieldText.IsOrderId(field) && LabelOf((long)value) is { } label ? label
        : field.EndsWith("Ns", StringComparison.Ordinal) ? ScenarioClock.Format(value - ScenarioClock.StartNs)
        : FieldText.IsMoment(field) ? EnumText.Number(value - ScenarioClock.StartSeconds)
        : EnumText.Number(value);

    public string? LabelOf(long orderId) => _labels.GetValueOrDefault(orderId);
}
