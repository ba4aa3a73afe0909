using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// Custody that is refused for money (§2, §13): what an account may take, move or change it is not kept from.
/// </summary>
public sealed partial class SlowLedger
{
    /// <summary>The command that the frame answers; empty where the caller has none.</summary>
    private byte[] _request = [];

    private void OnCommandRejected(in CommandRejected rejected)
    {
        var isForMoney = rejected.Reason is CommandRejectReason.InsufficientFunds or CommandRejectReason.InsufficientMargin;
        if (_request.Length == 0 || !isForMoney)
        {
            return;
        }

        var isExpected = rejected.CommandType switch
        {
            CommandType.Transfer => IsRefused(in CommandCodec.Body<Transfer>(_request)),
            CommandType.RequestWithdrawal => IsRefused(in CommandCodec.Body<RequestWithdrawal>(_request)),
            CommandType.AdjustMargin => IsRefused(in CommandCodec.Body<AdjustMargin>(_request)),
            CommandType.SetMarginMode => IsRefused(in CommandCodec.Body<SetMarginMode>(_request)),
            CommandType.FundTransfer => IsRefused(in CommandCodec.Body<FundTransfer>(_request)),
            _ => true,
        };
        That(isExpected, $"a refusal {Codes.Of(rejected.Reason)} of {rejected.CommandType} without reason (§13)");
    }

    private bool IsRefused(in Transfer request) => IsTooMuch(in request.From, request.AssetId, request.Amount);

    private bool IsRefused(in RequestWithdrawal request) => IsTooMuch(in request.Account, request.AssetId, request.Amount);

    private bool IsTooMuch(in AccountId account, uint asset, Int128 amount) =>
        Wallet(in account, asset) is not { } wallet || !MayTake(wallet, amount);

    /// <summary>R5: into a bucket what is free to take out; out of it what leaves the initial margin (L2-6: nothing).</summary>
    private bool IsRefused(in AdjustMargin request)
    {
        var market = Market(request.MarketId);
        if (request.Amount > 0)
        {
            return IsTooMuch(in request.Account, market.Terms.AssetId, request.Amount);
        }

        var position = market.Positions[request.Account];
        var left = SlowMargin.OfIsolated(position, NowSeconds).FreeToTakeOut + request.Amount;
        return -request.Amount > position.Bucket || market.Sharing is not null || left < 0;
    }

    /// <summary>R5: the new bucket, or the cross unit with the position, lacks the initial margin; or a debt would be left.</summary>
    private bool IsRefused(in SetMarginMode request)
    {
        var position = Market(request.MarketId).Positions[request.Account];
        var wallet = position.Wallet;
        var free = SlowMargin.OfCross(wallet, _nowNs).FreeToTakeOut;
        if (request.Mode == MarginMode.Cross)
        {
            var lost = Int128.Min(0, SlowMargin.Unrealised(position));
            return free + position.Bucket + lost < SlowMargin.HeldInitial(position, NowSeconds);
        }

        var isLast = wallet.Positions.Count(item => item.Mode == MarginMode.Cross) == 1;
        return (wallet.Owed < 0 && isLast)
            || (position.Lots != 0 && (free < 0 || BucketNeeded(position) > wallet.Available));
    }

    /// <summary>M11: more than the fund has to spend, or than the account may give.</summary>
    private bool IsRefused(in FundTransfer request)
    {
        if (request.From == FundKind.Account)
        {
            return IsTooMuch(in request.Account, request.AssetId, request.Amount);
        }

        var asset = Asset(request.AssetId);
        return request.Amount > request.From switch
        {
            FundKind.Guarantee => asset.Guarantee,
            FundKind.Fees => asset.Fees - FeesOfVoidMarkets(asset),
            _ => asset.Dust,
        };
    }
}
