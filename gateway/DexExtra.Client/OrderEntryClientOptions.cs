using System.Net;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Client;

/// <summary>Where to connect, as whom, and how patiently.</summary>
public sealed record OrderEntryClientOptions
{
    public required EndPoint Venue { get; init; }

    public required AccountId Account { get; init; }

    /// <summary>
    /// The venue's domain as the caller knows it. A venue that names another one is refused before anything is signed,
    /// because it could be collecting signatures for elsewhere.
    /// </summary>
    public required Eip712Domain Domain { get; init; }

    /// <summary>First number of the account's flow to deliver: 1 = all of it, 0 = only what is new.</summary>
    public ulong NextSeqNo { get; init; }

    public int KeepAliveMs { get; init; } = 5_000;

    /// <summary>
    /// For each of: connecting, the answer to Negotiate, the answer to Establish, the answer to Terminate.
    /// </summary>
    public int TimeoutMs { get; init; } = 10_000;

    /// <summary>How long one send may block on a venue that does not read.</summary>
    public int SendTimeoutMs { get; init; } = 10_000;

    /// <summary>How long the signed login is good for.</summary>
    public int LoginSeconds { get; init; } = 60;

    /// <summary>Source of wall-clock time; only the login's expiry and echoed timestamps depend on it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
