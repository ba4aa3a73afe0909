using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>What every request with a signed order has in common: parsing, the cheap checks, the limits.</summary>
internal static class OrderIntake
{
    /// <summary>The order as signed, or what is wrong with the request's members.</summary>
    public static IResult? TryParse(OrderFields fields, string member, out SignedOrder order)
    {
        var parsed = fields.Parse(out var wrongMember);
        order = parsed ?? default;
        return parsed is null
            ? Problem.Malformed($"{member}.{wrongMember} is not of its type or out of its range")
            : null;
    }

    public static IResult? TryParseClientOrderId(string text, string member, out ulong clientOrderId) =>
        RequestValue.TryUnsigned(text, ulong.MaxValue - 1, out clientOrderId) && clientOrderId != 0
            ? null
            : Problem.Malformed($"{member} must be 1 to 18446744073709551614");

    /// <summary>Domain and form of the signature, before anything is hashed.</summary>
    public static IResult? TryParseSignature(
        GatewayServices services, DomainFields? signedFor, string text, out Signature signature)
    {
        signature = default;
        if (signedFor is not null && !signedFor.Matches(services.Domain))
        {
            return Problem.Of(RejectReason.WrongDomain);
        }

        if (!RequestValue.TryBytes(text, Signature.EncodedBytes, out var bytes)
            || bytes.Length != Signature.EncodedBytes)
        {
            return Problem.Of(RejectReason.InvalidSignature);
        }

        signature = Signature.Decode(bytes);
        return null;
    }

    /// <summary>Counts the refusal and explains a wrong signer.</summary>
    public static IResult? Refusal(GatewayServices services, RejectReason reason, in NewOrder command)
    {
        if (reason == RejectReason.None)
        {
            return null;
        }

        GatewayMetrics.Refusals.WithLabels(Codes.Of(reason)).Inc();
        return Problem.Of(reason, null, reason == RejectReason.WrongSigner
            ? SignatureHelp.Explain(services.Domain, in command)
            : Echo(in command));
    }

    /// <summary>C11: takes the owner's tokens; each reply says what is left. S272: from where he allows.</summary>
    public static IResult? Limit(GatewayServices services, HttpContext context, Address owner, int orders)
    {
        if (!services.Access.Allows(owner, context.Connection.RemoteIpAddress))
        {
            return Problem.AddressNotAllowed();
        }

        var withinLimit = true;
        var retryAfterNs = 0L;
        for (var taken = 0; taken < orders && withinLimit; taken++)
        {
            withinLimit = services.RateLimits.TryTakeOrder(owner, out retryAfterNs);
        }

        Budgets.Tell(context, services.RateLimits.Of(owner).Orders, services.Clock);
        return withinLimit ? null : Problem.RateLimited(context, retryAfterNs);
    }

    /// <summary>C11, S272: the same for what comes out of the budget of cancels.</summary>
    public static IResult? LimitCancel(GatewayServices services, HttpContext context, Address owner)
    {
        if (!services.Access.Allows(owner, context.Connection.RemoteIpAddress))
        {
            return Problem.AddressNotAllowed();
        }

        var withinLimit = services.RateLimits.TryTakeCancel(owner, out var retryAfterNs);
        Budgets.Tell(context, services.RateLimits.Of(owner).Cancels, services.Clock);
        return withinLimit ? null : Problem.RateLimited(context, retryAfterNs);
    }

    public static Dictionary<string, object?> Echo(in NewOrder command) =>
        new() { ["clientOrderId"] = Dto.Text(command.ClientOrderId) };

    /// <summary>A refusal of the engine, with what identifies the order.</summary>
    public static IResult Rejected(RejectReason reason, in NewOrder command, long sequence, bool repeated)
    {
        var echo = Echo(in command);
        echo["orderHash"] = command.OrderHash.ToString();
        echo["sequence"] = Dto.Text(sequence);
        echo["repeated"] = repeated;
        return Problem.Of(reason, null, echo);
    }

    public static IResult NotReady() => Problem.Of(
        StatusCodes.Status503ServiceUnavailable,
        Codes.Of(RejectReason.EngineUnavailable),
        "The gateway is still reading the event log; nothing was accepted.");
}
