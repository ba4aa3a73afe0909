using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>A frame of events as the engine would write it, put together by hand.</summary>
internal sealed class TestFrame
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private EventFrameWriter _writer;

    public TestFrame(long sequence)
        : this(new CommandHeader { Sequence = sequence, TimestampNs = 1_000 + sequence })
    {
    }

    /// <summary>The answer to a command that the test took from a stream.</summary>
    public TestFrame(in CommandHeader command)
    {
        _writer = new EventFrameWriter(_buffer);
        _writer.Begin(in command);
    }

    public byte[] Bytes
    {
        get
        {
            _writer.End();
            return _writer.Frame.ToArray();
        }
    }

    public TestFrame Add<TBody>(EventType type, TBody body)
        where TBody : unmanaged
    {
        _writer.Append(type, in body);
        return this;
    }
}
