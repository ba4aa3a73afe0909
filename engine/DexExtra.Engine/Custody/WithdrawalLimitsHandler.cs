using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>SetWithdrawalLimits command (K2, L6). Refused with UNKNOWN_ASSET or INVALID_PARAMETERS.</summary>
internal sealed class WithdrawalLimitsHandler(EngineState state)
{
    public void Apply<TSink>(in SetWithdrawalLimits request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.Assets.TryFind(request.AssetId, out var asset))
        {
            Reject(in request, CommandRejectReason.UnknownAsset, ref sink);
        }
        else if (request.HourlyShareBp > Limits.BasisPoints || request.HourlyAmount < 0 || request.SmallAmount < 0)
        {
            Reject(in request, CommandRejectReason.InvalidParameters, ref sink);
        }
        else
        {
            state.Assets[asset].Limits = request;
            var changed = new WithdrawalLimitsChanged { Request = request };
            sink.Append(EventType.WithdrawalLimitsChanged, in changed);
        }
    }

    private static void Reject<TSink>(in SetWithdrawalLimits request, CommandRejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink =>
        EngineEvents.Reject(ref sink, CommandType.SetWithdrawalLimits, reason, request.AssetId);
}
