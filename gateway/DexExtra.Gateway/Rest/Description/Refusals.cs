namespace DexExtra.Gateway.Rest.Description;

/// <summary>Kinds of refusals that an endpoint can answer, beside those that every endpoint can.</summary>
[Flags]
internal enum Refusals
{
    None = 0,

    /// <summary>The body is not the documented JSON, too long or too slow.</summary>
    Body = 1,

    /// <summary>A member of the query or of the path is not of its type.</summary>
    Query = 2,

    /// <summary>A token is needed, and must cover the subaccount.</summary>
    Token = 4,

    /// <summary>The path names a market.</summary>
    Market = 8,

    /// <summary>What the path names may not exist.</summary>
    Missing = 16,

    /// <summary>The engine answers; or it does not.</summary>
    Engine = 32,

    /// <summary>A signature over typed data.</summary>
    Signature = 64,

    /// <summary>The signature must be an operator's.</summary>
    Operator = 128,

    /// <summary>Every reason for which an order, a list or an amendment is refused.</summary>
    Orders = 256,

    /// <summary>Every reason for which a cancel, a mass cancel or an unlock is refused.</summary>
    Cancels = 512,

    /// <summary>Every reason for which another command is refused.</summary>
    Commands = 1_024,

    /// <summary>An answered challenge, or a token for a new one, is not good any more.</summary>
    SignIn = 2_048,

    /// <summary>A signature of a wallet over a text.</summary>
    Wallet = 4_096,

    /// <summary>What a signed request about access asks for.</summary>
    Access = 8_192,
}
