using DexExtra.Engine.Host.Stages;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Ring;
using DexExtra.Ring.Processing;
using Microsoft.Extensions.Logging;

namespace DexExtra.Engine.Host;

/// <summary>
/// The table of contents of the engine process: sequence → { journal ∥ match } → publish, on one ring.
/// The publish stage is gated by both journal and match, and the sequence stage by publish: nothing leaves before it
/// is durable, and no slot is reused before it has left.
/// </summary>
internal sealed class Pipeline : IAsyncDisposable
{
    private readonly RingBuffer<CommandSlot> _ring;
    private readonly StreamIntake _intake;
    private readonly SequenceStage _sequence;
    private readonly JournalStage _journal;
    private readonly IEventProcessor<CommandSlot> _journalProcessor;
    private readonly IEventProcessor<CommandSlot> _matchProcessor;
    private readonly IEventProcessor<CommandSlot> _publishProcessor;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ThreadPlan _threads;
    private readonly long _firstSequence;

    public Pipeline(
        Engine engine, CommandLogWriter commands, EventLogWriter eventLog, EventRing events, RecoveredLog recovered,
        EngineSection section, PipelineDoorbells doorbells, PipelineSources sources, ILogger log)
    {
        _threads = ThreadPlan.For(section);
        Times = new StageTimes(section.TimeEvery);
        _firstSequence = recovered.LastSequence + 1;
        _ring = RingBuffer<CommandSlot>.CreateSingleProducer(
            () => new CommandSlot(), section.RingSlots, _threads.CreateWaitStrategy());
        _journal = new JournalStage(commands, Times);
        _journalProcessor = Processor(_journal);
        _matchProcessor = Processor(new MatchStage(engine, events, new CommandsAhead(_ring, engine), Times));
        var publish = new PublishStage(events, eventLog, doorbells.Events, Times);
        _publishProcessor = Processor(publish, _journalProcessor.Sequence, _matchProcessor.Sequence);
        _ring.AddGatingSequences(_publishProcessor.Sequence);

        _intake = new StreamIntake(sources.Streams, recovered.Sources, log);
        _sequence = new SequenceStage(
            _ring, _intake, doorbells.Engine, _journalProcessor.Sequence, recovered, sources, section,
            new LowSpaceSwitching(sources.Space, engine.View.IsLowOnSpace), Times, log);
        log.LogInformation("{Threads}", _threads);
    }

    /// <summary>Faults with the exception that stopped a stage.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Last sequence given out.</summary>
    public long Sequenced => _firstSequence + _ring.Cursor;

    /// <summary>Last sequence that is durable.</summary>
    public long Journaled => _firstSequence + _journalProcessor.Sequence.Value;

    /// <summary>Last sequence applied to the engine.</summary>
    public long Matched => _firstSequence + _matchProcessor.Sequence.Value;

    /// <summary>Last sequence in the event log.</summary>
    public long Published => _firstSequence + _publishProcessor.Sequence.Value;

    /// <summary>Commands that fit into the ring now. Sequence thread.</summary>
    public long FreeSlots => _ring.GetRemainingCapacity();

    public StageTimes Times { get; }
    public JournalStatistics Journal => _journal.Statistics;
    public long Malformed => _sequence.Malformed;

    /// <summary>Runs until stopped or until a stage fails; on a clean stop everything sequenced is published.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await _publishProcessor.Start(_threads.ThreadFor("publish"));
        await _matchProcessor.Start(_threads.ThreadFor("match", _threads.MatchingCpu));
        await _journalProcessor.Start(_threads.ThreadFor("journal"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var sequencing = Task.Factory.StartNew(
            () => _sequence.Run(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning,
            _threads.ThreadFor("sequence"));
        var first = await Task.WhenAny(sequencing, Failed);
        await stop.CancelAsync();
        await first;
        while (_publishProcessor.Sequence.Value < _ring.Cursor && !Failed.IsCompleted)
        {
            await Task.Delay(1, CancellationToken.None);
        }

        await (Failed.IsCompleted ? Failed : Task.CompletedTask);
    }

    /// <summary>Turns one stage here instead of in <see cref="RunAsync"/>; a full ring waits for ever.</summary>
    public bool Step(PipelineStage stage) => stage switch
    {
        PipelineStage.Sequence => _sequence.Step(),
        PipelineStage.Journal => _journalProcessor.RunOnce(),
        PipelineStage.Match => _matchProcessor.RunOnce(),
        _ => _publishProcessor.RunOnce(),
    };

    public async ValueTask DisposeAsync()
    {
        await _journalProcessor.Halt();
        await _matchProcessor.Halt();
        await _publishProcessor.Halt();
        _intake.Dispose();
    }

    private IEventProcessor<CommandSlot> Processor<THandler>(THandler handler, params Sequence[] behind)
        where THandler : IEventHandler<CommandSlot>
    {
        var processor = EventProcessorFactory.Create(_ring, _ring.NewBarrier(handler, behind), handler);
        processor.SetExceptionHandler(new FatalExceptionHandler<CommandSlot>(
            (error, place) => _failed.TrySetException(
                new StageFailedException($"{typeof(THandler).Name}: {place}", error))));
        return processor;
    }
}
