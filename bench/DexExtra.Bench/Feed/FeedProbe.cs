using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DexExtra.Bench.Feed;

/// <summary>
/// One connection to the feed on a bare socket: as little work per message as possible, since thousands of these share
/// the machine with what they measure. Speaks the feed itself, or Socket.IO over WebSocket. One task per connection.
/// </summary>
internal sealed class FeedProbe : IDisposable
{
    private const int FirstBufferBytes = 4 * 1024;
    private const int SlowReceiveBytes = 4 * 1024;
    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const byte Text = 1;
    private const byte Close = 8;
    private const byte Ping = 9;
    private const byte Pong = 10;
    private const int MaskBytes = 4;
    private const int ShortLengthMax = 125;
    private const int TwoByteLength = 126;

    private readonly Socket _socket;
    private readonly bool _isPackets;
    private byte[] _buffer = new byte[FirstBufferBytes];
    private int _filled;

    private FeedProbe(Socket socket, bool isPackets)
    {
        _socket = socket;
        _isPackets = isPackets;
    }

    /// <exception cref="BenchException">The gateway refused the connection.</exception>
    public static async Task<FeedProbe> ConnectAsync(int port, bool isPackets, bool isSlow)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (isSlow)
        {
            socket.ReceiveBufferSize = SlowReceiveBytes;
        }

        await socket.ConnectAsync(IPAddress.Loopback, port);
        var probe = new FeedProbe(socket, isPackets);
        var path = isPackets ? "/socket.io/?EIO=4&transport=websocket" : "/v1/feed";
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
        await probe.ReadHandshakeAsync();
        if (isPackets)
        {
            await probe.SendAsync(Text, "40"u8.ToArray());
        }

        return probe;
    }

    /// <summary>Conflation 0: every change.</summary>
    public Task SubscribeAsync(uint marketId, int conflationMs)
    {
        var conflation = conflationMs == 0 ? string.Empty : $",\"conflationMs\":{conflationMs}";
        var body = $"\"channel\":\"book\",\"marketId\":{marketId}{conflation}";
        return SendAsync(Text, Encoding.ASCII.GetBytes(
            _isPackets ? $"42[\"subscribe\",{{{body}}}]" : $"{{\"op\":\"subscribe\",{body}}}"));
    }

    /// <summary>Reads until the venue or <see cref="Dispose"/> ends the connection.</summary>
    public async Task ReadAsync(FeedTally tally)
    {
        try
        {
            while (true)
            {
                await HandleFramesAsync(tally);
                if (_filled == _buffer.Length)
                {
                    Array.Resize(ref _buffer, 2 * _buffer.Length);
                }

                var count = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
                if (count == 0)
                {
                    break;
                }

                _filled += count;
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException) // reset, or the run is over
        {
        }

        tally.IsEnded = true;
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadHandshakeAsync()
    {
        while (_buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8) < 0)
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
            if (count == 0)
            {
                throw new BenchException("the gateway closed a connection instead of upgrading it");
            }

            _filled += count;
        }

        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 101 "u8))
        {
            throw new BenchException($"no WebSocket: {Encoding.ASCII.GetString(_buffer.AsSpan(9, 3))}");
        }

        Drop(_buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8) + 4);
    }

    private async Task HandleFramesAsync(FeedTally tally)
    {
        var at = 0;
        while (TryFrame(at, out var start, out var end))
        {
            var code = (byte)(_buffer[at] & 0x0F);
            if (code == Ping || code == Close)
            {
                await SendAsync(code == Ping ? Pong : Close, _buffer[start..end]);
            }
            else if (_isPackets && end - start == 1 && _buffer[start] == '2')
            {
                await SendAsync(Text, "3"u8.ToArray());
            }
            else
            {
                tally.Add(_buffer.AsSpan(start..end));
            }

            at = end;
        }

        Drop(at);
    }

    /// <summary>A whole frame from an offset; the venue sends messages in one frame each, unmasked.</summary>
    private bool TryFrame(int at, out int start, out int end)
    {
        (start, end) = (0, 0);
        var left = _buffer.AsSpan(at, _filled - at);
        if (left.Length < 2)
        {
            return false;
        }

        var header = left[1] < TwoByteLength ? 2 : left[1] == TwoByteLength ? 4 : 10;
        if (left.Length < header)
        {
            return false;
        }

        var length = header switch
        {
            2 => left[1],
            4 => BinaryPrimitives.ReadUInt16BigEndian(left[2..]),
            _ => checked((int)BinaryPrimitives.ReadUInt64BigEndian(left[2..])),
        };
        (start, end) = (at + header, at + header + length);
        return end <= _filled;
    }

    /// <summary>A mask of zeros is a mask.</summary>
    private async Task SendAsync(byte code, byte[] payload)
    {
        var isShort = payload.Length <= ShortLengthMax;
        var header = new byte[(isShort ? 2 : 4) + MaskBytes];
        header[0] = (byte)(Final | code);
        header[1] = (byte)(Masked | (isShort ? payload.Length : TwoByteLength));
        if (!isShort)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)payload.Length);
        }

        await _socket.SendAsync((byte[])[.. header, .. payload]);
    }

    private void Drop(int count)
    {
        Buffer.BlockCopy(_buffer, count, _buffer, 0, _filled - count);
        _filled -= count;
    }
}
