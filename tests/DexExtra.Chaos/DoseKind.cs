namespace DexExtra.Chaos;

/// <summary>Which counts a run takes.</summary>
internal enum DoseKind
{
    Usual,
    Test,
    Campaign,
}
