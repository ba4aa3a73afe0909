using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>
/// The rows that a contiguous range of frames makes: append-only tables already encoded, changing rows merged to their
/// last image. A pure function of those frames and the markets before them. Reused after <see cref="Clear"/>;
/// filled by one thread, then handed to one writer.
/// </summary>
internal sealed partial class WriteBatch
{
    private readonly ArrayBufferWriter<byte> _lastFrame = new();

    public CopyBuffer Audit { get; } = new();

    public CopyBuffer Vault { get; } = new();

    public CopyBuffer Replacements { get; } = new();

    public CopyBuffer StateChanges { get; } = new();

    public List<AssetRow> Assets { get; } = [];

    public Dictionary<uint, MarketRow> NewMarkets { get; } = [];

    public Dictionary<uint, MarketChange> MarketChanges { get; } = [];

    public Dictionary<(uint MarketId, ulong AuctionId), AuctionChange> Auctions { get; } = [];

    public Dictionary<(AccountId Account, bool IsOfOwner), LockChange> Locks { get; } = [];

    public Dictionary<AccountId, AccountChange> Accounts { get; } = [];

    public Dictionary<(AccountId Account, uint AssetId), AccountBalanceChange> Balances { get; } = [];

    public Dictionary<(AccountId Account, uint MarketId), PositionChange> Positions { get; } = [];

    public Dictionary<long, OrderRow> NewOrders { get; } = [];

    public Dictionary<long, OrderChange> OrderChanges { get; } = [];

    public Dictionary<ulong, MatchRow> NewMatches { get; } = [];

    public Dictionary<ulong, SettlementChange> Settlements { get; } = [];

    /// <summary>Cursor that the database must have for this batch to follow.</summary>
    public long AfterSequence { get; private set; }

    public long LastSequence { get; private set; }

    public long LastTimeNs { get; private set; }

    /// <summary>SHA-256 of the last frame, 0x and 64 hex digits.</summary>
    public string LastFrameHash => HashOf(_lastFrame.WrittenSpan);

    public int Frames => checked((int)(LastSequence - AfterSequence));

    /// <summary>Encoded size so far, without the rows that are still merged: the bulk of any batch.</summary>
    public int EncodedBytes => Audit.SizeBytes + Vault.SizeBytes;

    public void Clear(long afterSequence)
    {
        AfterSequence = afterSequence;
        LastSequence = afterSequence;
        Audit.Clear();
        Vault.Clear();
        Replacements.Clear();
        StateChanges.Clear();
        Auctions.Clear();
        Locks.Clear();
        Assets.Clear();
        NewMarkets.Clear();
        MarketChanges.Clear();
        Accounts.Clear();
        Balances.Clear();
        Positions.Clear();
        NewOrders.Clear();
        OrderChanges.Clear();
        NewMatches.Clear();
        Settlements.Clear();
        ClearMoney();
        ClearSessionKeys();
        ClearStatistics();
    }

    /// <summary>The frame's rows are complete. Its bytes are kept, so that the last one can be hashed.</summary>
    public void FrameDone(in EventFrameHeader frame, ReadOnlySpan<byte> payload)
    {
        LastSequence = frame.Sequence;
        LastTimeNs = frame.TimestampNs;
        Period.FrameDone(in frame, payload.Length);
        _lastFrame.ResetWrittenCount();
        _lastFrame.Write(payload);
    }

    public static string HashOf(ReadOnlySpan<byte> frame)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(frame, hash);
        return Hex.Format(hash);
    }

    public MarketChange Market(MarketUnits units)
    {
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(MarketChanges, units.MarketId, out _);
        return change ??= new MarketChange(units);
    }

    public AuctionChange Auction(MarketUnits units, ulong auctionId)
    {
        ref var change =
            ref CollectionsMarshal.GetValueRefOrAddDefault(Auctions, (units.MarketId, auctionId), out _);
        return change ??= new AuctionChange(units, auctionId);
    }

    /// <summary>The lock of the account, or of its owner with all subaccounts.</summary>
    public LockChange Lock(AccountId account, bool isOfOwner)
    {
        var named = isOfOwner ? new AccountId(account.Owner, 0) : account;
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(Locks, (named, isOfOwner), out _);
        return change ??= new LockChange(named, isOfOwner);
    }

    public AccountChange Account(AccountId account)
    {
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(Accounts, account, out _);
        return change ??= new AccountChange(account);
    }

    /// <summary>Refusals reach unknown accounts too; those have no stream and no row.</summary>
    public void TouchAccount(AccountId account, ulong accountSequence, FrameStamp stamp)
    {
        if (accountSequence != 0)
        {
            Account(account).Apply(accountSequence, stamp);
        }
    }

    public AccountBalanceChange Balance(AccountId account, uint assetId)
    {
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(Balances, (account, assetId), out _);
        return change ??= new AccountBalanceChange(account, assetId);
    }

    public PositionChange Position(AccountId account, MarketUnits units)
    {
        ref var change =
            ref CollectionsMarshal.GetValueRefOrAddDefault(Positions, (account, units.MarketId), out _);
        return change ??= new PositionChange(account, units);
    }

    public OrderChange Order(long orderId, MarketUnits units)
    {
        if (NewOrders.TryGetValue(orderId, out var created))
        {
            return created.Change;
        }

        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(OrderChanges, orderId, out _);
        return change ??= new OrderChange(orderId, units);
    }

    public SettlementChange Settlement(ulong matchId)
    {
        if (NewMatches.TryGetValue(matchId, out var created))
        {
            return created.Settlement;
        }

        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(Settlements, matchId, out _);
        return change ??= new SettlementChange(matchId);
    }
}
