namespace DexExtra.Journal.Tests.EventLog;

/// <summary>Payloads as a pure function of their sequence, of varying length (0–300 bytes).</summary>
internal static class Payloads
{
    public static byte[] For(long sequence)
    {
        var payload = new byte[sequence * 7919 % 301];
        for (int i = 0; i < payload.Length; i++)
        {
            payload[i] = (byte)((sequence * 31) + (i * 7) + 1);
        }
        return payload;
    }
}
