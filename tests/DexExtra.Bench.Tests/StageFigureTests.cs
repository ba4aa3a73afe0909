namespace DexExtra.Bench.Tests;

/// <summary>The engine's stage metric as bench reads it.</summary>
public sealed class StageFigureTests
{
    private const string Earlier = """
        # TYPE dexextra_engine_stage_seconds_bucket counter
        dexextra_engine_stage_seconds_bucket{stage="match",le="1E-06"} 5
        dexextra_engine_stage_seconds_bucket{stage="match",le="0.001"} 9
        dexextra_engine_stage_seconds_bucket{stage="match",le="+Inf"} 10
        dexextra_engine_longest_stage_seconds{stage="match"} 3
        """;

    private const string Later = """
        dexextra_engine_stage_seconds_bucket{stage="match",le="1E-06"} 105
        dexextra_engine_stage_seconds_bucket{stage="match",le="0.001"} 208
        dexextra_engine_stage_seconds_bucket{stage="match",le="+Inf"} 210
        """;

    [Fact]
    public void What_happened_between_two_looks_is_their_difference()
    {
        var between = StageFigures.Parse(Later).Since(StageFigures.Parse(Earlier));

        Assert.Equal(["match"], between.Stages);
        Assert.Equal(200, between.Count("match"));
        Assert.Equal(199, between.CountAtMost("match", 0.001));
        Assert.Equal(1e-6, between.AtMostSeconds("match", 0.5));
        Assert.Equal(0.001, between.AtMostSeconds("match", 0.501));
        Assert.Equal(double.PositiveInfinity, between.AtMostSeconds("match", 1));
    }
}
