using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>Commands about money, margin and the venue: the fields of their messages by their own names.</summary>
internal sealed partial class CommandReader
{
    private byte[] ReadMoney(ScenarioFields fields, string verb, long sequence) => verb switch
    {
        "fees" => Write(CommandType.SetFeeSchedule, ((TierList)Boxed(default(TierList), fields)).ToSchedule()),
        "block" => Write(CommandType.BlockTrade, Block(fields, sequence)),
        "risk" => Write(CommandType.SetRiskParameters, Fill(MoneyDefaults.Risk, fields)),
        "limits" => Write(CommandType.SetRiskLimits, Fill(MoneyDefaults.Limits, fields)),
        "collateral" => Write(CommandType.SetCollateral, Fill(MoneyDefaults.Collateral, fields)),
        "collateralPrice" => Write(CommandType.SetCollateralPrice, Fill(MoneyDefaults.CollateralPrice, fields)),
        "fund" => Write(CommandType.FundTransfer, Fill(MoneyDefaults.Fund, fields)),
        "marginMode" => Write(CommandType.SetMarginMode, Numbered(MoneyDefaults.MarginMode, fields)),
        "margin" => Write(CommandType.AdjustMargin, Numbered(MoneyDefaults.Margin, fields)),
        "transfer" => Write(CommandType.Transfer, Numbered(MoneyDefaults.Transfer, fields)),
        "withdraw" => Write(CommandType.RequestWithdrawal, Numbered(MoneyDefaults.Withdraw, fields)),
        "withdrawal" => Write(CommandType.WithdrawalUpdate, Fill(MoneyDefaults.Withdrawal, fields)),
        "withdrawalLimits" => Write(CommandType.SetWithdrawalLimits, Fill(MoneyDefaults.WithdrawalLimits, fields)),
        "oracle" => Write(CommandType.OracleUpdate, Fill(MoneyDefaults.Oracle, fields)),
        "venue" => Write(CommandType.SetVenueState, Fill(MoneyDefaults.Venue, fields)),
        "query" => Write(CommandType.QueryMargin, Fill(MoneyDefaults.Query, fields)),
        "sessionKey" => Write(CommandType.SetSessionKey, Numbered(MoneyDefaults.SessionKey, fields)),
        "ownerAction" => Write(CommandType.OwnerAction, Fill(MoneyDefaults.OwnerAction, fields)),
        "bust" => Write(CommandType.BustTrade, Fill(MoneyDefaults.Bust, fields)),
        _ => throw new ScenarioException($"'{verb}' is not something to do"),
    };

    /// <summary>C10: a nonce that nobody said is the next number.</summary>
    private TBody Numbered<TBody>(TBody body, ScenarioFields fields)
        where TBody : unmanaged
    {
        var number = fields.Has("nonce") ? 0 : state.NextNumber();
        object boxed = body;
        FieldText.Set(boxed, "nonce", FieldText.Number(number), state.Names);
        return Fill((TBody)boxed, fields);
    }

    private object Boxed<TBody>(TBody body, ScenarioFields fields)
        where TBody : unmanaged => Fill(body, fields);

    /// <summary>U3: two orders, whose ids are those of the legs of a list.</summary>
    private BlockTrade Block(ScenarioFields fields, long sequence) => new()
    {
        Buy = BlockSide(fields, "buy", sequence),
        Sell = BlockSide(fields, "sell", sequence + Limits.LegOrderIdStep),
    };

    private NewOrder BlockSide(ScenarioFields fields, string name, long orderId)
    {
        var json = fields.Take(name) as JsonObject ?? throw new ScenarioException($"'{name}' is missing");
        var side = new ScenarioFields((JsonObject)json.DeepClone());
        var label = side.Text("id");
        var order = _orders.Read(side);
        side.MustBeUsedUp();
        state.Sent(label, in order, orderId);
        return order;
    }
}
