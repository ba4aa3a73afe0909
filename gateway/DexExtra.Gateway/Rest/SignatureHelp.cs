using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>Says why a signature is not the account's: who did sign, what was hashed, for which domain.</summary>
internal static class SignatureHelp
{
    public static Dictionary<string, object?> Explain(Eip712Domain domain, in NewOrder command)
    {
        var recovered = Secp256k1.TryRecover(in command.OrderHash, in command.Signature, out var signer);
        return new Dictionary<string, object?>
        {
            ["clientOrderId"] = Dto.Text(command.ClientOrderId),
            ["expectedSigner"] = command.Order.Account.Owner.ToString(),
            ["recoveredSigner"] = recovered ? signer.ToString() : null,
            ["orderHash"] = command.OrderHash.ToString(),
            ["structHash"] = OrderHash.Struct(in command.Order).ToString(),
            ["domainSeparator"] = domain.Separator.ToString(),
            ["domain"] = new Bodies.DomainDto(
                domain.Name, domain.Version, domain.ChainId, domain.VerifyingContract.ToString()),
        };
    }
}
