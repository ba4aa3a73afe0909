using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>X9: a row of vault_operations for each change of what exits may take.</summary>
internal sealed partial class Expectation
{
    private void Exit(in EventFrameHeader frame, uint index, in ForcedExitChanged changed)
    {
        Account(in frame, changed.Account, changed.AccountSequence);
        Balance(in frame, changed.Account, changed.AssetId, changed.Available, changed.Held, changed.Owed);
        var row = Vault(in frame, index, 0, changed.Account, changed.AssetId, changed.Available, changed.Held);
        row["operation_type"] = "FORCED_EXIT";
        row["amount"] = Dec(-changed.Paid);
        row["fee"] = Dec(0);
        row["owed_after"] = Dec(changed.Owed);
        row["margin_after"] = Dec(changed.Locked);
        row["operation_reference"] = changed.ActionId == 0 ? TableDump.Null : Num(changed.ActionId);
    }
}
