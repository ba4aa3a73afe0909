namespace DexExtra.Protocol.Fixp;

/// <summary>Where a connection stands, as the venue sees it.</summary>
public enum SessionState : byte
{
    /// <summary>Nothing but Negotiate is welcome.</summary>
    Connected = 0,

    /// <summary>The challenge is out; Establish is awaited.</summary>
    Negotiated = 1,

    /// <summary>The login signature is being checked; the client must wait for the answer.</summary>
    Verifying = 2,

    /// <summary>Business flows.</summary>
    Established = 3,

    /// <summary>A last message may be on its way out; nothing more is read.</summary>
    Closed = 4,
}
