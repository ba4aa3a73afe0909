using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>Commands about money, margin and the venue.</summary>
internal sealed partial class CommandWriter
{
    private JsonObject Money(byte[] command, long sequence) => CommandCodec.Header(command).Type switch
    {
        CommandType.SetFeeSchedule =>
            Fields("fees", new TierList(in CommandCodec.Body<SetFeeSchedule>(command)), default),
        CommandType.BlockTrade => Block(CommandCodec.Body<BlockTrade>(command), sequence),
        CommandType.SetRiskParameters =>
            Fields("risk", CommandCodec.Body<SetRiskParameters>(command), MoneyDefaults.Risk),
        CommandType.SetRiskLimits =>
            Fields("limits", CommandCodec.Body<SetRiskLimits>(command), MoneyDefaults.Limits),
        CommandType.SetCollateral =>
            Fields("collateral", CommandCodec.Body<SetCollateral>(command), MoneyDefaults.Collateral),
        CommandType.SetCollateralPrice =>
            Fields("collateralPrice", CommandCodec.Body<SetCollateralPrice>(command), MoneyDefaults.CollateralPrice),
        CommandType.FundTransfer =>
            Fields("fund", CommandCodec.Body<FundTransfer>(command), MoneyDefaults.Fund),
        CommandType.SetMarginMode =>
            Numbered("marginMode", CommandCodec.Body<SetMarginMode>(command), MoneyDefaults.MarginMode),
        CommandType.AdjustMargin =>
            Numbered("margin", CommandCodec.Body<AdjustMargin>(command), MoneyDefaults.Margin),
        CommandType.Transfer =>
            Numbered("transfer", CommandCodec.Body<Transfer>(command), MoneyDefaults.Transfer),
        CommandType.RequestWithdrawal =>
            Numbered("withdraw", CommandCodec.Body<RequestWithdrawal>(command), MoneyDefaults.Withdraw),
        CommandType.WithdrawalUpdate =>
            Fields("withdrawal", CommandCodec.Body<WithdrawalUpdate>(command), MoneyDefaults.Withdrawal),
        CommandType.SetWithdrawalLimits =>
            Fields("withdrawalLimits", CommandCodec.Body<SetWithdrawalLimits>(command), MoneyDefaults.WithdrawalLimits),
        CommandType.OracleUpdate =>
            Fields("oracle", CommandCodec.Body<OracleUpdate>(command), MoneyDefaults.Oracle),
        CommandType.SetVenueState =>
            Fields("venue", CommandCodec.Body<SetVenueState>(command), MoneyDefaults.Venue),
        CommandType.QueryMargin =>
            Fields("query", CommandCodec.Body<QueryMargin>(command), MoneyDefaults.Query),
        CommandType.SetSessionKey =>
            Numbered("sessionKey", CommandCodec.Body<SetSessionKey>(command), MoneyDefaults.SessionKey),
        CommandType.OwnerAction =>
            Fields("ownerAction", CommandCodec.Body<OwnerAction>(command), MoneyDefaults.OwnerAction),
        CommandType.BustTrade =>
            Fields("bust", CommandCodec.Body<BustTrade>(command), MoneyDefaults.Bust),
        var type => throw new ScenarioException($"{type} has no words"),
    };

    /// <summary>A reader numbers a nonce that is not said, so it is said even where it is 0.</summary>
    private JsonObject Numbered<TBody>(string verb, TBody body, TBody usual)
        where TBody : unmanaged
    {
        var line = Fields(verb, body, usual);
        line["nonce"] ??= 0;
        return line;
    }

    private JsonObject Block(BlockTrade block, long sequence)
    {
        var line = new JsonObject { ["do"] = "block" };
        foreach (var (name, order) in new[] { ("buy", block.Buy), ("sell", block.Sell) })
        {
            var side = Order(order, $"o{Number(sequence)}-{name}");
            side.Remove("do");
            line[name] = side;
        }

        return line;
    }
}
