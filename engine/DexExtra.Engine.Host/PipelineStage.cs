namespace DexExtra.Engine.Host;

/// <summary>The stages of <see cref="Pipeline"/>.</summary>
internal enum PipelineStage
{
    Sequence,
    Journal,
    Match,
    Publish,
}
