namespace DexExtra.Gateway.Feed;

/// <summary>What the fan-out thread does next, in the order in which the follower and the clients decided it.</summary>
internal enum FanOutKind
{
    /// <summary>A message to the members of a topic.</summary>
    Deliver,

    /// <summary>A message to every client of a market, after what its conflation classes hold back.</summary>
    Heartbeat,

    /// <summary>Level changes for the market's conflation classes.</summary>
    Conflate,

    /// <summary>Best prices for the market's conflation classes.</summary>
    Replace,

    /// <summary>A subscription begins or goes on, after the messages that bring it up to date.</summary>
    Join,
    Leave,

    /// <summary>Messages of the topic were dropped.</summary>
    Overrun,
}
