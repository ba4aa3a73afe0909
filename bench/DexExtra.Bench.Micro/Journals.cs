using BenchmarkDotNet.Attributes;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Bench.Micro;

/// <summary>
/// The command log on the disk of the temporary folder (TMPDIR): records of 400 bytes appended and made durable
/// together, time per batch.
/// </summary>
public class Journals
{
    private const int RecordBytes = 400;

    private readonly byte[] _record = new byte[RecordBytes];
    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-micro-").FullName;
    private CommandLogWriter? _log;
    private long _sequence;

    /// <summary>Records per sync.</summary>
    [Params(1, 64, 1024)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup() => _log = CommandLogWriter.Open(FileStorage.Instance, _folder, 0, new CommandLogOptions());

    [GlobalCleanup]
    public void Dispose()
    {
        _log!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public long AppendAndSync()
    {
        for (var index = 0; index < Batch; index++)
        {
            if (!_log!.Append(_sequence + 1, _record))
            {
                _log.Sync();
                _log.Append(_sequence + 1, _record);
            }

            _sequence++;
        }

        return _log!.Sync();
    }
}
