using CsCheck;

namespace DexExtra.Transport.Tests;

/// <summary>Random games of offering, polling, releasing and reopening against a plain queue.</summary>
public sealed class ModelTests
{
    private enum Kind
    {
        Offer,
        OfferMany,
        Poll,
        Release,
        ReopenProducer,
        ReopenConsumer,
    }

    [Fact]
    public void The_stream_agrees_with_a_queue_whatever_is_reopened_when()
    {
        var step = Gen.Select(Gen.Enum<Kind>(), Gen.Int[0, 400], Gen.Int[0, 100]);

        // threads: 1 because every game maps files
        step.List[1, 120].Sample(static steps => Play(steps), iter: 100, threads: 1);
    }

    private static void Play(List<(Kind Kind, int Size, int Part)> steps)
    {
        using var folder = new TemporaryFolder();
        using var game = new Game(folder);
        foreach (var (kind, size, part) in steps)
        {
            switch (kind)
            {
                case Kind.Offer:
                    game.Offer(size % 50 == 0 ? game.LongestBytes : size);
                    break;
                case Kind.OfferMany:
                    for (var i = 0; i < size; i++)
                    {
                        game.Offer((size + i) % 300);
                    }

                    break;
                case Kind.Poll:
                    game.Poll(size);
                    break;
                case Kind.Release:
                    game.Release(part);
                    break;
                case Kind.ReopenProducer:
                    game.ReopenProducer();
                    break;
                case Kind.ReopenConsumer:
                    game.ReopenConsumer(part);
                    break;
                default:
                    throw new InvalidOperationException();
            }
        }

        game.Finish();
    }

    private sealed class Game : IDisposable
    {
        private readonly TemporaryFolder _folder;
        private readonly List<(byte[] Message, long Position)> _offered = [];
        private readonly List<long> _ends = [0];
        private SharedMemoryPublication _publication;
        private SharedMemorySubscription _subscription;
        private int _polled;
        private int _released;
        private int _counter;

        public Game(TemporaryFolder folder)
        {
            _folder = folder;
            _publication = SharedMemoryPublication.Open(folder.Options(1));
            _subscription = SharedMemorySubscription.Open(folder.StreamPath(1), 0);
        }

        public int LongestBytes => _publication.MaxMessageBytes;

        public void Offer(int sizeBytes)
        {
            var message = new byte[sizeBytes];
            Array.Fill(message, (byte)++_counter);
            var position = _publication.Offer(message);
            if (position > 0)
            {
                _offered.Add((message, position));
                _ends.Add(position);
                return;
            }

            // only a stream without room refuses: a message and its padding need at most two frames and a slot
            Assert.Equal(PublicationResult.BackPressured, position);
            var used = _publication.Position - _ends[_released];
            Assert.True(used + (2 * (sizeBytes + 64)) + 32 > TransportLimits.MinCapacityBytes);
        }

        public void Poll(int limit)
        {
            var messages = new List<(byte[] Message, long Position)>();
            var collector = new Collector(messages);
            var count = _subscription.Poll(ref collector, limit);
            Assert.Equal(Math.Min(limit, _offered.Count - _polled), count);
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(_offered[_polled + i].Message, messages[i].Message);
                Assert.Equal(_offered[_polled + i].Position, messages[i].Position);
            }

            _polled += count;
        }

        public void Release(int part)
        {
            _released += (_polled - _released) * part / 100;
            _subscription.Release(_ends[_released]);
        }

        public void ReopenProducer()
        {
            var (session, position) = (_publication.SessionId, _publication.Position);
            _publication.Dispose();
            _publication = SharedMemoryPublication.Open(_folder.Options(1));
            Assert.Equal((session, position), (_publication.SessionId, _publication.Position));
        }

        public void ReopenConsumer(int part)
        {
            // the position made safe before the end: anywhere between released and polled
            _polled = _released + ((_polled - _released) * part / 100);
            _released = _polled;
            _subscription.Dispose();
            _subscription = SharedMemorySubscription.Open(_folder.StreamPath(1), _ends[_polled]);
        }

        public void Finish()
        {
            Poll(int.MaxValue);
            Assert.Equal(_offered.Count, _polled);
        }

        public void Dispose()
        {
            _publication.Dispose();
            _subscription.Dispose();
        }
    }
}
