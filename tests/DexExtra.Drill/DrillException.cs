namespace DexExtra.Drill;

/// <summary>A promise was not kept, or a part did not come up; the message is the finding.</summary>
internal sealed class DrillException(string message) : Exception(message);
