using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Signing;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>What owners do on chain in tests, and what the engine says of it.</summary>
internal static class OwnerCalls
{
    /// <summary>Seconds of CANCEL_DELAY and the default exitDelay of the contracts.</summary>
    public const int CancelDelay = 3_600;
    public const int ExitDelay = 86_400;

    private static readonly UInt128 Unit = (UInt128)FixedPoint.One;

    /// <summary>Both doors, by the admin, who is alice.</summary>
    public static async Task OpenDoorsAsync(this TestVenue venue)
    {
        await venue.CallAsync(venue.Alice, venue.Exchange, AbiWriter.Call("openOwnerCancels()"));
        await venue.CallAsync(venue.Alice, venue.Vault, AbiWriter.Call("openExits()"));
    }

    public static Task CancelOnChainAsync(this TestVenue venue, PrivateKey owner, ulong nonce) => venue.CallAsync(
        owner, venue.Exchange, AbiWriter.Call("cancelOrder(uint32,uint64)").Unsigned(0).Unsigned(nonce));

    public static Task RaiseEpochAsync(this TestVenue venue, PrivateKey owner, ulong minNonce) => venue.CallAsync(
        owner, venue.Exchange, AbiWriter.Call("raiseEpoch(uint32,uint64)").Unsigned(0).Unsigned(minNonce));

    /// <summary>Whole USDC.</summary>
    public static Task RequestExitAsync(this TestVenue venue, PrivateKey owner, uint usdc) => venue.CallAsync(
        owner, venue.Vault,
        AbiWriter.Call("requestExit(address,uint32,uint256)").Address(venue.Usdc).Unsigned(0).Unsigned(usdc * Unit));

    public static Task ExecuteExitAsync(this TestVenue venue, PrivateKey sender, ulong exitId) =>
        venue.CallAsync(sender, venue.Vault, AbiWriter.Call("executeExit(uint64)").Unsigned(exitId));

    public static Task CancelExitAsync(this TestVenue venue, PrivateKey owner, ulong exitId) =>
        venue.CallAsync(owner, venue.Vault, AbiWriter.Call("cancelExit(uint64)").Unsigned(exitId));

    /// <summary>Every event of owners in the log, such as "1 ExitRequested 100" and "asked 100 locked 100".</summary>
    public static IReadOnlyList<string> Events(TestVenue venue)
    {
        var lines = new List<string>();
        using var reader = EventLogReader.Open(venue.Venue.EventsFolder, 0);
        while (reader.TryRead(out _, out var payload))
        {
            foreach (var item in new EventFrame(payload))
            {
                if (item.Type == EventType.OwnerActionTaken)
                {
                    ref readonly var action = ref item.Body<OwnerActionTaken>().Request;
                    lines.Add($"{action.ActionId} {action.Kind} {Describe(in action)}");
                }
                else if (item.Type == EventType.ForcedExitChanged)
                {
                    ref readonly var exit = ref item.Body<ForcedExitChanged>();
                    lines.Add($"asked {Whole(exit.Asked)} locked {Whole(exit.Locked)}{(exit.IsShort == 1 ? " short" : "")}");
                }
                else if (item.Type == EventType.OrderCancelled)
                {
                    lines.Add($"cancelled {item.Body<OrderCancelled>().Reason}");
                }
            }
        }

        return lines;
    }

    private static string Describe(in OwnerAction action) =>
        action.Kind < OwnerActionKind.ExitRequested ? $"{action.Number}" : Whole(action.Amount);

    private static string Whole(Int128 amount) => $"{amount / FixedPoint.One}";
}
