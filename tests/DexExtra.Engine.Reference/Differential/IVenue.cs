namespace DexExtra.Engine.Reference.Differential;

/// <summary>Something that answers stamped commands with event frames: the engine or the reference. One thread.</summary>
public interface IVenue
{
    /// <summary>The frame that answers the command; valid until the next call.</summary>
    ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command);
}
