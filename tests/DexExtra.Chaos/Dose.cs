namespace DexExtra.Chaos;

/// <summary>How often a row runs: by itself, in <c>./run.sh test</c> (0 = not there), in the campaign.</summary>
internal sealed record Dose(int Usual, int Test, int Campaign);
