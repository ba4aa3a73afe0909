using DexExtra.RealParts;

namespace DexExtra.Chaos.Load;

/// <summary>
/// A thread that publishes a script into the engine's stream in small bursts. Outlives the
/// engine: while that one is down the stream fills and the thread waits. Public members: any thread but not at once.
/// </summary>
internal sealed class LoadProducer : IDisposable
{
    public const uint SourceId = 1;

    private const int BetweenBurstsMs = 2;

    private readonly EngineUnderTest _engine;
    private readonly int _seed;
    private readonly RigOptions _options;
    private LoadScript _script;
    private CommandProducer _producer;
    private Thread? _thread;
    private volatile bool _stopping;
    private long _published;
    private long _refusals;

    public LoadProducer(EngineUnderTest engine, int seed, RigOptions options)
    {
        _engine = engine;
        _seed = seed;
        _options = options;
        _script = new LoadScript(seed);
        _producer = new CommandProducer(engine, SourceId, options.StreamBytes);
    }

    /// <summary>Commands that are in the stream.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>How often the stream had no room.</summary>
    public long Refusals => Volatile.Read(ref _refusals);

    public void Start()
    {
        _stopping = false;
        _thread = new Thread(Run) { Name = "load", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Returns when nothing more is published.</summary>
    public void Stop()
    {
        _stopping = true;
        _thread?.Join();
        _thread = null;
    }

    /// <summary>
    /// What a producer does whose shared memory is gone with the machine: a new stream, from the command after those
    /// that the venue kept.
    /// </summary>
    public void Resume(long kept)
    {
        Stop();
        _producer.Dispose();
        Directory.Delete(_engine.RunFolder, recursive: true);
        Directory.CreateDirectory(_engine.RunFolder);
        _script = new LoadScript(_seed).SkipTo(kept);
        Volatile.Write(ref _published, kept);
        _producer = new CommandProducer(_engine, SourceId, _options.StreamBytes);
    }

    public void Dispose()
    {
        Stop();
        _producer.Dispose();
    }

    private void Run()
    {
        var pace = new Random(_seed);
        while (!_stopping)
        {
            for (var left = pace.Next(1, _options.BurstMax); left > 0; left--)
            {
                Publish(_script.Next());
            }

            Thread.Sleep(BetweenBurstsMs);
        }
    }

    /// <summary>A command that was made is published, so that the script never has a hole.</summary>
    private void Publish(ReadOnlySpan<byte> command)
    {
        while (!_producer.TryPublish(command))
        {
            Interlocked.Increment(ref _refusals);
            if (_stopping)
            {
                _script = new LoadScript(_seed).SkipTo(_published);
                return;
            }

            Thread.Sleep(1);
        }

        Volatile.Write(ref _published, _published + 1);
    }
}
