using DexExtra.Messages;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>Rows of session keys.</summary>
internal sealed partial class WriteBatch
{
    public Dictionary<uint, SessionKeyRow> NewSessionKeys { get; } = [];

    public Dictionary<uint, SessionKeyRevocation> SessionKeyRevocations { get; } = [];

    public void SessionKey(in SessionKeyChanged changed, FrameStamp stamp)
    {
        if (changed.Request.Action == SessionKeyAction.Grant)
        {
            NewSessionKeys.Add(changed.GrantId, new SessionKeyRow(in changed, stamp));
            return;
        }

        var revocation = new SessionKeyRevocation(in changed, stamp);
        if (NewSessionKeys.TryGetValue(changed.GrantId, out var row))
        {
            row.Revocation = revocation;
        }
        else
        {
            SessionKeyRevocations.Add(changed.GrantId, revocation);
        }
    }

    private void ClearSessionKeys()
    {
        NewSessionKeys.Clear();
        SessionKeyRevocations.Clear();
    }
}
