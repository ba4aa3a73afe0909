using DexExtra.Messages;

namespace DexExtra.Gateway.Follow;

/// <summary>Who derives something from each frame after the views have it. Called by the follower, gate held.</summary>
internal interface IFrameListener
{
    void OnFrame(EventFrame frame);

    /// <summary>After a batch of frames, and at least every <see cref="GatewayLimits.FollowerWaitMs"/>.</summary>
    void OnPause();
}
