namespace DexExtra.Gateway.Rest.Description;

/// <summary>A text that is always one of an enum's words.</summary>
/// <param name="type">The enum; its words are those of <see cref="Messages.Codes"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WordsAttribute(Type type) : Attribute
{
    public IEnumerable<string> Words => Enum.GetValues(type).Cast<object>().Select(Word);

    private static string Word(object value) => string.Concat(value.ToString()!.Select((letter, index) =>
        index > 0 && char.IsAsciiLetterUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));
}
