using System.Globalization;
using System.Net;
using System.Text;

namespace DexExtra.Bench.Capacity;

/// <summary>The report as one HTML page that needs nothing else.</summary>
internal static class CapacityPage
{
    private const double BytesPerMiB = 1 << 20;

    public static string Of(CapacityReport report)
    {
        var page = new StringBuilder();
        Write(page, $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Capacity of the venue</title><style>
            body{"{"}font:15px/1.45 system-ui,sans-serif;max-width:960px;margin:2em auto;padding:0 1em;color:#222{"}"}
            table{"{"}border-collapse:collapse;font-variant-numeric:tabular-nums{"}"}
            td,th{"{"}padding:3px 10px;border-bottom:1px solid #ddd;text-align:right{"}"}
            td:first-child,th:first-child{"{"}text-align:left{"}"}
            svg text{"{"}font-size:12px;fill:#444{"}"} svg .grid{"{"}stroke:#ddd{"}"}
            </style></head><body><h1>Capacity of the venue</h1>
            <p>{report.Date:yyyy-MM-dd HH:mm} UTC, {Text(report.Machine.Cpu)}, {report.Machine.Processors} processors,
            {Text(report.Machine.Kernel)}, {Text(report.Machine.Runtime)}, load average at the start
            {Text(report.Machine.LoadAverage)}. {report.Sessions} TCP sessions, {report.SecondsPerStep} s per step;
            engine, gateway and all clients share the processors; every accepted message is durable before its answer.
            Of ten messages seven are signed orders, three cancels. Latency from the intended send to the first
            answer.</p>
            <h2>Peak: {report.PeakRate:#,0} messages/s</h2>
            """);
        Steps(page, report.Steps);
        var sweep = report.Sweep.ToArray();
        Write(page, $"<h2>Latency over rate</h2>");
        page.AppendLine(Plot.Of("messages/s", "µs", [
            ("p50", Points(sweep, step => step.Answered.P50)), ("p99", Points(sweep, step => step.Answered.P99)),
            ("p99.9", Points(sweep, step => step.Answered.P999))], logarithmic: true));
        Write(page, $"<h2>Where the time goes in the engine: p99 of each stage</h2>");
        page.AppendLine(Plot.Of("messages/s", "µs, at most", [.. sweep.SelectMany(step => step.Stages.Keys).Distinct()
            .Select(stage => (stage, Points(sweep, step => step.Stages.TryGetValue(stage, out var l) ? l.P99 : 0)))],
            logarithmic: true));
        foreach (var process in sweep.SelectMany(step => step.Usage.Keys).Distinct())
        {
            var busiest = sweep.SelectMany(step => step.Usage[process].CpuSeconds).GroupBy(thread => thread.Key)
                .OrderByDescending(thread => thread.Sum(one => one.Value)).Take(5).Select(thread => thread.Key);
            Write(page, $"<h2>Processors used by {process}, its five busiest threads by name</h2>");
            page.AppendLine(Plot.Of("messages/s", "processors", [
                ("all", Points(sweep, step => PerSecond(step, step.Usage[process].TotalCpuSeconds))),
                .. busiest.Select(name => (Text(name), Points(
                    sweep, step => PerSecond(step, step.Usage[process].CpuSeconds.GetValueOrDefault(name)))))],
                logarithmic: false));
        }

        Write(page, $"<h2>Memory and disk</h2>");
        page.AppendLine(Plot.Of("messages/s", "MiB resident", [.. sweep[0].Usage.Keys.Select(process =>
            (process, Points(sweep, step => step.Usage[process].ResidentBytes / BytesPerMiB)))], logarithmic: false));
        page.AppendLine(Plot.Of("messages/s", "MiB/s written", [.. sweep[0].Usage.Keys.Select(process =>
            (process, Points(sweep, step => PerSecond(step, step.Usage[process].WrittenBytes / BytesPerMiB))))],
            logarithmic: false));
        if (report.Projection is { } projection)
        {
            Project(page, projection);
        }

        return page.AppendLine("</body></html>").ToString();
    }

    private static void Steps(StringBuilder page, IReadOnlyList<StepFigures> steps)
    {
        page.AppendLine("<table><tr><th>step</th><th>asked for /s</th><th>achieved /s</th><th>p50 µs</th><th>p90</th>"
            + "<th>p99</th><th>p99.9</th><th>longest</th><th>refused</th><th>p99 of refusals µs</th><th>unanswered</th>"
            + "<th>sender late p99 µs</th><th>trades</th></tr>");
        foreach (var step in steps)
        {
            Write(page, $"<tr><td>{step.Kind}</td><td>{step.Rate:#,0}</td><td>{step.Achieved:#,0}</td>");
            var (p50, p90, p99, p999, max) = step.Answered;
            Write(page, $"<td>{p50:#,0}</td><td>{p90:#,0}</td><td>{p99:#,0}</td><td>{p999:#,0}</td><td>{max:#,0}</td>");
            Write(page, $"<td>{Text(Refusals(step))}</td><td>{step.EarlyRejects?.P99:#,0}</td>");
            Write(page, $"<td>{step.Unanswered}</td>");
            Write(page, $"<td>{step.SenderLateness.P99:#,0}</td><td>{step.Trades:#,0}</td></tr>");
        }

        page.AppendLine("</table>");
    }

    private static string Refusals(StepFigures step) => step.Refused.Count == 0
        ? "0"
        : string.Join(", ", step.Refused.Select(refused => $"{refused.Key} {refused.Value}"));

    private static void Project(StringBuilder page, Projection projection)
    {
        Write(page, $"<h2>Hardware for {projection.MessagesPerSecond:#,0} messages/s</h2>");
        Write(page, $"<p>Projected from the best step; processors {Projection.Utilisation:P0} busy.</p><table>");
        foreach (var (process, processors) in projection.Processors)
        {
            Write(page, $"<tr><td>processors for {process}</td><td>{processors:#,0.0}</td></tr>");
        }

        foreach (var (thread, share) in projection.EngineThreads)
        {
            Write(page, $"<tr><td>engine's {thread} thread, share of one processor</td><td>{share:P0}</td></tr>");
        }

        Write(page, $"<tr><td>disk, MiB/s (GiB per day)</td><td>{projection.DiskMiBPerSecond:#,0.0} ");
        Write(page, $"({projection.DiskGiBPerDay:#,0})</td></tr>");
        Write(page, $"<tr><td>memory, GiB</td><td>{projection.ResidentGiB:#,0.0}</td></tr></table>");
    }

    private static (double X, double Y)[] Points(StepFigures[] steps, Func<StepFigures, double> value) =>
        [.. steps.Select(step => (step.Achieved, value(step)))];

    private static double PerSecond(StepFigures step, double amount) => amount * step.Achieved / step.Messages;

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Write(StringBuilder page, FormattableString text) =>
        page.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
