using System.Text.Json.Nodes;

namespace DexExtra.Messages.Text;

/// <summary>Accounts as <c>0x…/subaccount</c>, numbers as they are. Stateless, any thread.</summary>
public sealed class PlainNames : IMessageNames
{
    public static PlainNames Instance { get; } = new();

    private PlainNames()
    {
    }

    public static string TextOf(in AccountId account) => $"{account.Owner}/{account.Subaccount}";

    public JsonNode Account(in AccountId account) => TextOf(in account);

    public JsonNode Number(string field, Int128 value) => EnumText.Number(value);
}
