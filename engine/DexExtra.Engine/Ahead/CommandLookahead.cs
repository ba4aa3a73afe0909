using DexExtra.Engine.Book;
using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.Ahead;

/// <summary>
/// Brings the memory that coming commands will need near the processor, while commands before them are applied: cold
/// lines cost more than everything else that a command does. Reads the state and changes nothing: results and events
/// are the same with it and without it. Owned by the thread that applies commands.
/// </summary>
/// <remarks>
/// A command is announced as soon as it is known, up to <see cref="Distance"/> commands before it is applied, in the
/// same order. What has to be looked up to know the next address is looked up some commands later, when it has come.
/// </remarks>
public sealed class CommandLookahead
{
    /// <summary>Commands to announce before the one that is applied.</summary>
    public const int Distance = StepDistance * 4;

    private const int StepDistance = 3;
    private const int Mask = 15;

    private readonly EngineState _state;
    private readonly CommandAhead[] _coming = new CommandAhead[Mask + 1];
    private int _count;

    public CommandLookahead(Engine engine) => _state = engine.State;

    /// <summary>One more command that will be applied; goes on with those announced before it.</summary>
    public void Announce(ReadOnlySpan<byte> command)
    {
        ref var coming = ref _coming[_count & Mask];
        coming.Type = CommandType.Tick;
        if (CommandCodec.IsWellFormed(command))
        {
            Read(command, ref coming);
        }

        Advance();
    }

    /// <summary>No further command is known: those announced before it go on all the same.</summary>
    public void AnnounceNothing()
    {
        _coming[_count & Mask].Type = CommandType.Tick;
        Advance();
    }

    private void Advance()
    {
        FindNames(ref _coming[_count & Mask]);
        FindAccount(ref _coming[(_count - StepDistance) & Mask]);
        FindOrder(ref _coming[(_count - (2 * StepDistance)) & Mask]);
        FindNeighbours(ref _coming[(_count - (3 * StepDistance)) & Mask]);
        _count = (_count + 1) & Mask;
    }

    private static void Read(ReadOnlySpan<byte> command, ref CommandAhead coming)
    {
        var type = CommandCodec.Header(command).Type;
        if (type == CommandType.NewOrder)
        {
            ref readonly var request = ref CommandCodec.Body<NewOrder>(command);
            coming.AccountId = request.Order.Account;
            coming.ClientOrderId = request.ClientOrderId;
            coming.MarketId = request.Order.MarketId;
            coming.Side = request.Order.Side;
            coming.PriceTicks = request.PriceTicks;
            coming.Nonce = request.Order.Nonce;
            coming.OrderId = CommandCodec.Header(command).Sequence;
        }
        else if (type == CommandType.CancelOrder)
        {
            ref readonly var request = ref CommandCodec.Body<CancelOrder>(command);
            coming.AccountId = request.Account;
            coming.ClientOrderId = request.OrigClientOrderId;
            coming.OrderId = request.OrderId;
        }
        else
        {
            return;
        }

        coming.Type = type;
        coming.Account = -1;
        coming.Position = -1;
        coming.Record = -1;
        coming.Order = -1;
    }

    /// <summary>First step: tables that the command itself names.</summary>
    private void FindNames(ref CommandAhead coming)
    {
        if (coming.Type == CommandType.Tick)
        {
            return;
        }

        _state.Accounts.Fetch(in coming.AccountId);
        if (coming.OrderId != 0)
        {
            _state.Records.Fetch(coming.OrderId);
        }
    }

    /// <summary>Second step: what belongs to the account; the record of an order that is named by its id.</summary>
    private void FindAccount(ref CommandAhead coming)
    {
        if (coming.Type == CommandType.Tick || !_state.Accounts.TryFind(in coming.AccountId, out coming.Account))
        {
            return;
        }

        CacheLines.Fetch(ref _state.Accounts[coming.Account]);
        if (coming.Type == CommandType.NewOrder)
        {
            _state.Records.Fetch(coming.Account, coming.ClientOrderId);
            if (_state.Markets.Find(coming.MarketId) is { } market)
            {
                _state.Positions.Fetch(coming.Account, market.Slot);
                _state.Ledger.Fetch(coming.Account, market.Asset);
            }
        }
        else if (coming.OrderId == 0)
        {
            _state.Records.Fetch(coming.Account, coming.ClientOrderId);
        }
        else if (_state.Records.TryFind(coming.OrderId, out coming.Record))
        {
            CacheLines.Fetch(ref _state.Records[coming.Record]);
        }
    }

    /// <summary>Third step: the order that is cancelled, or the one that is met first.</summary>
    private void FindOrder(ref CommandAhead coming)
    {
        if (coming.Type == CommandType.NewOrder)
        {
            FindNewOrder(ref coming);
        }
        else if (coming.Type == CommandType.CancelOrder && coming.Account >= 0)
        {
            // a record that was found before may be another one's by now: only its memory is asked for
            var isFound = coming.Record >= 0
                || (coming.OrderId == 0
                    && _state.Records.TryFind(coming.Account, coming.ClientOrderId, out coming.Record));
            coming.Order = isFound ? _state.Records[coming.Record].Slot : -1;
        }

        if (coming.Type != CommandType.Tick && coming.Order >= 0)
        {
            CacheLines.Fetch(ref _state.Orders[coming.Order]);
        }
    }

    /// <summary>What the gates ask, and the order that is met first.</summary>
    private void FindNewOrder(ref CommandAhead coming)
    {
        if (coming.Account < 0 || _state.Markets.Find(coming.MarketId) is not { } market)
        {
            return;
        }

        _state.Nonces.Fetch(_state.Accounts[coming.Account].Owner, coming.Nonce);
        if (_state.Ledger.TryFind(coming.Account, market.Asset, out var balance))
        {
            CacheLines.Fetch(ref _state.Ledger[balance]);
        }

        if (_state.Positions.TryFind(coming.Account, market.Slot, out coming.Position))
        {
            _state.Positions.FetchOrders(coming.Position);
        }

        var best = market.Opposite(coming.Side).Best;
        if (best >= 0 && Crosses(in coming, _state.Levels[best].PriceTicks))
        {
            coming.Order = _state.Levels[best].Oldest;
        }
    }

    private static bool Crosses(in CommandAhead coming, long priceTicks) => coming.Side == Side.Buy
        ? priceTicks <= coming.PriceTicks
        : priceTicks >= coming.PriceTicks;

    /// <summary>Last step: what surrounds that order in its queue and lists, and whose it is.</summary>
    private void FindNeighbours(ref CommandAhead coming)
    {
        if (coming.Type == CommandType.NewOrder && coming.Position >= 0)
        {
            // a new order comes behind the last one of its account
            var last = _state.Positions[coming.Position].Orders(coming.Side, false).Last;
            Fetch(new Link { Previous = last, Next = -1 });
        }

        if (coming.Type == CommandType.Tick || coming.Order < 0)
        {
            return;
        }

        ref readonly var order = ref _state.Orders[coming.Order];
        Fetch(order.Queue);
        Fetch(order.OfPosition);
        _state.Due.Fetch(coming.Order);
        CacheLines.Fetch(ref _state.Ledger[order.Balance]);
        FetchPosition(coming.Type, order.Position);
        CacheLines.Fetch(ref _state.Accounts[order.Account]);
        CacheLines.Fetch(ref _state.Records[order.Record]);
    }

    /// <summary>A cancel touches only the part that orders touch; a new order that meets this one trades.</summary>
    private void FetchPosition(CommandType type, int position)
    {
        if (type == CommandType.CancelOrder)
        {
            _state.Positions.FetchOrders(position);
        }
        else
        {
            CacheLines.Fetch(ref _state.Positions[position]);
        }
    }

    private void Fetch(Link link)
    {
        if (link.Previous >= 0)
        {
            CacheLines.Fetch(ref _state.Orders[link.Previous]);
        }

        if (link.Next >= 0)
        {
            CacheLines.Fetch(ref _state.Orders[link.Next]);
        }
    }
}
