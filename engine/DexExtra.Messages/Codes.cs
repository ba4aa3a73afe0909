using System.Collections.Concurrent;
using System.Text;

namespace DexExtra.Messages;

/// <summary>
/// The public text of an enum value: its name in UPPER_SNAKE_CASE, the same on every wire and in every table.
/// </summary>
public static class Codes
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Cache<TEnum>.Texts.GetOrAdd(value, static v => Snake(v.ToString()));

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var index = 0; index < name.Length; index++)
        {
            if (index > 0 && char.IsAsciiLetterUpper(name[index]))
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(name[index]));
        }

        return text.ToString();
    }

    private static class Cache<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly ConcurrentDictionary<TEnum, string> Texts = new();
    }
}
