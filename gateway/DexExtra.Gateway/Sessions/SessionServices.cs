using DexExtra.Gateway.Access;
using DexExtra.Gateway.Admission;
using DexExtra.Gateway.Commands;
using DexExtra.Gateway.Follow;
using DexExtra.Signing;

namespace DexExtra.Gateway.Sessions;

/// <summary>What the binary sessions share; made once by the composition root.</summary>
internal sealed record SessionServices(
    EventFollower Follower,
    AccountFlows Flows,
    OrderAdmission Admission,
    VerifyPool VerifyPool,
    RateLimits RateLimits,
    CommandPublisher Publisher,
    SkippedCommands Skipped,
    Eip712Domain Domain,
    GatewayClock Clock,
    AccessBook? Access = null);
