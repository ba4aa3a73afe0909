using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>Whether an administrative command is the admin's (SEC-03).</summary>
internal static class AdminSignature
{
    /// <summary>Null when it is, else the problem to answer.</summary>
    public static IResult? Check(GatewayServices services, Hash32 digest, string signature, DomainFields? signedFor)
    {
        if (signedFor is not null && !signedFor.Matches(services.Domain))
        {
            return Problem.Of(RejectReason.WrongDomain);
        }

        if (!RequestValue.TryBytes(signature, Signature.EncodedBytes, out var bytes))
        {
            return Problem.Of(RejectReason.InvalidSignature);
        }

        // a good signature by anybody else is not a mistake of form but a missing right
        return SignatureVerifier.Verify(in digest, services.Admin, bytes) switch
        {
            RejectReason.None => null,
            RejectReason.WrongSigner => Problem.Of(RejectReason.NotAuthorised, "The signer is not the venue's admin."),
            var reason => Problem.Of(reason),
        };
    }
}
