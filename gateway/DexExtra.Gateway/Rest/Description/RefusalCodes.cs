using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Description;

/// <summary>The codes of each kind of refusal by HTTP status, from the catalog of the endpoints.</summary>
internal static class RefusalCodes
{
    private static readonly RejectReason[] SignatureReasons =
    [
        RejectReason.WrongDomain, RejectReason.InvalidSignature, RejectReason.MalleatedSignature,
        RejectReason.WrongSigner,
    ];

    private static readonly RejectReason[] GrantReasons =
    [
        RejectReason.SessionKeyUnknown, RejectReason.SessionKeyRevoked, RejectReason.SessionKeyExpired,
        RejectReason.SessionKeyScope,
    ];

    /// <summary>S272: who may allow other addresses only.</summary>
    private const Refusals OfOwners =
        Refusals.Token | Refusals.Signature | Refusals.Orders | Refusals.SignIn | Refusals.Wallet;

    private static readonly RejectReason[] EngineReasons =
    [
        RejectReason.EngineUnavailable, RejectReason.Overloaded, RejectReason.SkippedByOperator,
    ];

    /// <summary>Codes by status, both in order; what every endpoint can answer is part of it.</summary>
    public static SortedDictionary<int, SortedSet<string>> Of(Refusals kinds)
    {
        var codes = new SortedDictionary<int, SortedSet<string>>();
        Add(codes, StatusCodes.Status400BadRequest, Codes.Of(RejectReason.Malformed));
        Add(codes, StatusCodes.Status429TooManyRequests, Codes.Of(RejectReason.RateLimited));
        Add(codes, StatusCodes.Status500InternalServerError, Problem.InternalCode);
        if ((kinds & OfOwners) != 0)
        {
            Add(codes, StatusCodes.Status403Forbidden, Problem.AddressCode);
        }

        foreach (var kind in Enum.GetValues<Refusals>().Where(kind => kind != Refusals.None && kinds.HasFlag(kind)))
        {
            AddKind(codes, kind);
        }

        return codes;
    }

    private static void AddKind(SortedDictionary<int, SortedSet<string>> codes, Refusals kind)
    {
        switch (kind)
        {
            case Refusals.Body:
                Add(codes, StatusCodes.Status408RequestTimeout, Codes.Of(RejectReason.Malformed));
                Add(codes, StatusCodes.Status413PayloadTooLarge, Codes.Of(RejectReason.Malformed));
                break;
            case Refusals.Token:
                Add(codes, StatusCodes.Status401Unauthorized, Problem.UnauthenticatedCode);
                Add(codes, StatusCodes.Status403Forbidden, Problem.KeyScopeCode);
                Add(codes, [RejectReason.SessionKeyScope]);
                break;
            case Refusals.Market:
                Add(codes, StatusCodes.Status404NotFound, Codes.Of(RejectReason.UnknownMarket));
                break;
            case Refusals.Missing:
                Add(codes, StatusCodes.Status404NotFound, Problem.NotFoundCode);
                break;
            case Refusals.Engine:
                Add(codes, StatusCodes.Status503ServiceUnavailable, Codes.Of(RejectReason.EngineUnavailable));
                Add(codes, EngineReasons);
                break;
            case Refusals.Signature:
                Add(codes, [.. SignatureReasons, .. GrantReasons]);
                break;
            case Refusals.Operator:
                Add(codes, [.. SignatureReasons, RejectReason.NotAuthorised, RejectReason.NonceReused]);
                break;
            case Refusals.Orders:
                Add(codes, RejectCatalog.Orders.Keys);
                break;
            case Refusals.Cancels:
                AddAll(codes, RejectCatalog.Cancels.Select(pair => (pair.Value.Status, Codes.Of(pair.Key))));
                break;
            case Refusals.Commands:
                AddAll(codes, RejectCatalog.Commands.Select(pair => (pair.Value.Status, Codes.Of(pair.Key))));
                break;
            case Refusals.Wallet:
                Add(codes, StatusCodes.Status404NotFound, Problem.NotFoundCode);
                Add(codes, StatusCodes.Status422UnprocessableEntity, Problem.ContractWalletCode);
                Add(codes, [.. SignatureReasons, RejectReason.Overloaded]);
                break;
            case Refusals.Access:
                Add(codes, StatusCodes.Status404NotFound, Problem.NotFoundCode);
                Add(codes, StatusCodes.Status503ServiceUnavailable, Codes.Of(RejectReason.EngineUnavailable));
                Add(codes, [RejectReason.NonceReused, RejectReason.UnknownAccount, RejectReason.LimitReached]);
                break;
            case Refusals.SignIn:
                Add(codes, StatusCodes.Status401Unauthorized, Problem.UnauthenticatedCode);
                break;
            default: // the query's own refusal is MALFORMED, which is everybody's
                break;
        }
    }

    private static void Add(SortedDictionary<int, SortedSet<string>> codes, IEnumerable<RejectReason> reasons) =>
        AddAll(codes, reasons.Select(reason => (RejectCatalog.Orders[reason].Status, Codes.Of(reason))));

    private static void AddAll(
        SortedDictionary<int, SortedSet<string>> codes, IEnumerable<(int Status, string Code)> entries)
    {
        foreach (var (status, code) in entries)
        {
            Add(codes, status, code);
        }
    }

    private static void Add(SortedDictionary<int, SortedSet<string>> codes, int status, string code)
    {
        if (!codes.TryGetValue(status, out var ofStatus))
        {
            ofStatus = new SortedSet<string>(StringComparer.Ordinal);
            codes.Add(status, ofStatus);
        }

        ofStatus.Add(code);
    }
}
