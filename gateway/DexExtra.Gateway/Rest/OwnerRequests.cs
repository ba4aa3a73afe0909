using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Requests that need a session and no signature: whose account they are about, and how they are refused.
/// </summary>
internal static class OwnerRequests
{
    /// <summary>The account the request may act for, or the problem to answer. Takes a token of its budget.</summary>
    public static IResult? Authorise(
        GatewayServices services, HttpContext context, bool isCancel, out AccountId account, out uint grantId)
    {
        if (!services.Sessions.TryAuthenticate(context.Request, out account, out grantId, out var problem))
        {
            return problem;
        }

        if (!services.Follower.IsCaughtUp)
        {
            return OrderIntake.NotReady();
        }

        if (!isCancel)
        {
            return OrderIntake.Limit(services, context, account.Owner, orders: 1);
        }

        return OrderIntake.LimitCancel(services, context, account.Owner);
    }

    /// <summary>A definite no of the engine to a cancel, mass cancel or unlock.</summary>
    public static IResult Refused(CancelRejectReason reason, long sequence) =>
        Problem.Of(reason, new Dictionary<string, object?> { ["sequence"] = Dto.Text(sequence) });
}
