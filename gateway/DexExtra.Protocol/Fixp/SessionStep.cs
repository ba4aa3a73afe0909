namespace DexExtra.Protocol.Fixp;

/// <summary>One cell of the session table.</summary>
/// <param name="Action">What to do now.</param>
/// <param name="Next">The state afterwards.</param>
/// <param name="Code">Number of the reject or terminate reason that the action sends; 0 when it sends none.</param>
public readonly record struct SessionStep(SessionAction Action, SessionState Next, byte Code = 0);
