namespace DexExtra.Gateway.Access;

/// <summary>Kinds of lines in the access log. Names are on disk for ever.</summary>
internal enum AccessKind
{
    None,
    SessionOpened,
    SessionRefreshed,
    SessionEnded,
    ApiKeyCreated,
    ApiKeyRevoked,
    AllowListSet,
    CancelTimerSet,
    CancelTimerEnded,
}
