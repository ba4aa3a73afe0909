namespace DexExtra.Gateway.Sessions;

/// <summary>
/// Who reads an account's numbered flow in its own time and wants to know when there is more. Any thread.
/// </summary>
internal interface IFlowFollower
{
    /// <summary>There may be more; returns at once.</summary>
    void Signal();
}
