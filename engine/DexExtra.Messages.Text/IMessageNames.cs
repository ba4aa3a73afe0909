using System.Text.Json.Nodes;

namespace DexExtra.Messages.Text;

/// <summary>How accounts and numbers are written; values that are 0 are never asked for.</summary>
public interface IMessageNames
{
    JsonNode Account(in AccountId account);

    /// <param name="field">Name of the field in camelCase.</param>
    /// <param name="value">Not 0.</param>
    JsonNode Number(string field, Int128 value);
}
