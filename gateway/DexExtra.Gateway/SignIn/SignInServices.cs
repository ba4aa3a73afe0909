using DexExtra.Gateway.Rest;

namespace DexExtra.Gateway.SignIn;

/// <summary>What sign-in needs; made once by the composition root where it is configured.</summary>
internal sealed record SignInServices(
    SignInSection Section, TokenKeys Keys, AccessTokens Tokens, LoginChallenges Challenges);
