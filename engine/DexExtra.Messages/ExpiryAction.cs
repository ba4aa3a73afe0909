namespace DexExtra.Messages;

/// <summary>T10: what becomes of an untriggered stop at its expiry.</summary>
public enum ExpiryAction : byte
{
    Cancel = 0,
    Trigger = 1,
}
