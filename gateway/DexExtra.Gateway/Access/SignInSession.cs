using DexExtra.Messages;

namespace DexExtra.Gateway.Access;

/// <summary>
/// A sign-in and its chain of refresh tokens, of which only the newest is good: one that comes again was stolen, from
/// its holder or by him. Guarded by the book.
/// </summary>
internal sealed class SignInSession(string id, Address owner, ulong expiry)
{
    private readonly HashSet<string> _used = [];
    private string _current = string.Empty;

    public string Id { get; } = id;

    public Address Owner { get; } = owner;

    /// <summary>Unix seconds.</summary>
    public ulong Expiry { get; } = expiry;

    public bool IsCurrent(string hash) => _current == hash;

    public bool WasUsed(string hash) => _used.Contains(hash);

    public void Rotate(string hash)
    {
        if (_current.Length > 0)
        {
            _used.Add(_current);
        }

        _current = hash;
    }
}
