using DexExtra.Gateway.Access;
using DexExtra.Gateway.Admission;
using DexExtra.Gateway.Commands;
using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Follow;
using DexExtra.Gateway.SignIn;
using DexExtra.Gateway.Views;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>What the endpoints share; made once by the composition root.</summary>
internal sealed record GatewayServices(
    VenueView Venue,
    EventFollower Follower,
    OrderAdmission Admission,
    RateLimits RateLimits,
    EngineRequests Engine,
    Eip712Domain Domain,
    Address Admin,
    Address? SecondAdmin,
    SettlementRole? Settlement,
    bool NettedSettlement,
    bool PaysWithdrawals,
    LoginChallenges Challenges,
    RestSessions Sessions,
    AdminNonces AdminNonces,
    AccessBook Access,
    SignInServices? SignIn,
    FeedHub Hub,
    GatewayClock Clock);
