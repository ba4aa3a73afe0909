using DexExtra.Chaos.Load;
using DexExtra.RealParts;

namespace DexExtra.Drill;

/// <summary>
/// A thread that publishes the script of a seed into the engine's stream in small bursts, from a stated command on.
/// </summary>
internal sealed class LoadThread : IDisposable
{
    public const uint SourceId = 1;

    private const int BurstMost = 12;
    private const int BetweenBurstsMs = 3;

    private readonly CommandProducer _producer;
    private readonly LoadScript _script;
    private readonly Random _pace;
    private readonly Thread _thread;
    private volatile bool _stopping;

    public LoadThread(EngineUnderTest engine, int seed, long after)
    {
        _producer = new CommandProducer(engine, SourceId);
        _script = new LoadScript(seed).SkipTo(after);
        _pace = new Random(seed);
        _thread = new Thread(Run) { Name = "load", IsBackground = true };
        _thread.Start();
    }

    public void Stop()
    {
        _stopping = true;
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    public void Dispose()
    {
        Stop();
        _producer.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            for (var left = _pace.Next(1, BurstMost); left > 0 && !_stopping; left--)
            {
                Publish(_script.Next());
            }

            Thread.Sleep(BetweenBurstsMs);
        }
    }

    /// <summary>Given up when asked to stop while there is no room: nothing is published behind it.</summary>
    private void Publish(ReadOnlySpan<byte> command)
    {
        while (!_producer.TryPublish(command) && !_stopping)
        {
            Thread.Sleep(1);
        }
    }
}
