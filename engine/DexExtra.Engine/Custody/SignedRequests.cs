using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>
/// C10: requests of owners that are no orders use nonces of the same window. One that takes effect uses its nonce up;
/// one that is refused does not, so that it can be sent again once the cause is gone, as a deposit can.
/// </summary>
internal sealed class SignedRequests(EngineState state)
{
    /// <summary>Null when it may take effect, else UNKNOWN_ACCOUNT, ALREADY_APPLIED or INVALID_NONCE.</summary>
    public CommandRejectReason? WhyNot(in AccountId id, ulong nonce, out int account)
    {
        if (!state.Accounts.TryFind(in id, out account))
        {
            return CommandRejectReason.UnknownAccount;
        }

        return state.Nonces.Check(state.Accounts[account].Owner, nonce) switch
        {
            RejectReason.None => null,
            RejectReason.NonceReused => CommandRejectReason.AlreadyApplied,
            _ => CommandRejectReason.InvalidNonce,
        };
    }

    /// <summary>The request takes effect.</summary>
    public void Use(int account, ulong nonce) => state.Nonces.Consume(state.Accounts[account].Owner, nonce);
}
