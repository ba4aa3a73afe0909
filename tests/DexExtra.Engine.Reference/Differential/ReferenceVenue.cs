namespace DexExtra.Engine.Reference.Differential;

/// <summary>The reference.</summary>
public sealed class ReferenceVenue(EngineOptions options) : IVenue
{
    private byte[] _frame = [];

    public ReferenceEngine Reference { get; } = new(options);

    public ReadOnlySpan<byte> LastFrame => _frame;

    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
    {
        _frame = Reference.Apply(command).ToArray();
        return _frame;
    }
}
