using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>Whether an administrative command is the admin's (SEC-03).</summary>
internal static class AdminSignature
{
    /// <summary>Null when it is, else the problem to answer.</summary>
    public static IResult? Check(GatewayServices services, Hash32 digest, string signature, DomainFields? signedFor) =>
        Check(services, digest, signature, signedFor, services.Admin);

    /// <summary>The same of another role.</summary>
    public static IResult? Check(
        GatewayServices services, Hash32 digest, string signature, DomainFields? signedFor, Address signer)
    {
        if (signedFor is not null && !signedFor.Matches(services.Domain))
        {
            return Problem.Of(RejectReason.WrongDomain);
        }

        if (!RequestValue.TryBytes(signature, Signature.EncodedBytes, out var bytes))
        {
            return Problem.Of(RejectReason.InvalidSignature);
        }

        return Verify(in digest, signer, bytes, "The signer is not the venue's admin.");
    }

    /// <summary>F11: whether another operator signed the same; nobody can where none is configured.</summary>
    public static IResult? CheckSecond(GatewayServices services, Hash32 digest, string? signature)
    {
        if (services.SecondAdmin is not { } second)
        {
            return Problem.Of(RejectReason.NotAuthorised, "The venue has no second admin.");
        }

        return RequestValue.TryBytes(signature, Signature.EncodedBytes, out var bytes)
            ? Verify(in digest, second, bytes, "The second signer is not the venue's second admin.")
            : Problem.Of(RejectReason.InvalidSignature);
    }

    /// <summary>A good signature by anybody else is not a mistake of form but a missing right.</summary>
    private static IResult? Verify(in Hash32 digest, Address signer, byte[] signature, string detail) =>
        SignatureVerifier.Verify(in digest, signer, signature) switch
        {
            RejectReason.None => null,
            RejectReason.WrongSigner => Problem.Of(RejectReason.NotAuthorised, detail),
            var reason => Problem.Of(reason),
        };
}
