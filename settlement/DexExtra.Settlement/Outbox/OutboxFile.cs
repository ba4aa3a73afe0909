using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Signing;

namespace DexExtra.Settlement.Outbox;

/// <summary>
/// The bytes of one outbox file, readable by people:
/// <code>
/// {"version":1,"kind":2,"nonce":7,"first":1,"last":40,"attempt":1,"to":"0x…",
///  "gasLimit":…,"data":"0x…","maxFeePerGas":"…","maxPriorityFeePerGas":"…","raw":"0x02…"}   (one line)
/// 0x… keccak256 of the first line, without its line end
/// </code>
/// A file that has its final name is complete: it is written aside, synced and renamed. So a line that does not match
/// its
/// hash is damage, never a torn write.
/// </summary>
internal sealed record OutboxFile
{
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public required int Version { get; init; }

    public required OutboxKind Kind { get; init; }

    public required ulong Nonce { get; init; }

    public required ulong First { get; init; }

    public required ulong Last { get; init; }

    public required uint Attempt { get; init; }

    public required string To { get; init; }

    public required ulong GasLimit { get; init; }

    public required string Data { get; init; }

    public required string MaxFeePerGas { get; init; }

    public required string MaxPriorityFeePerGas { get; init; }

    public required string Raw { get; init; }

    public static byte[] Encode(OutboxEntry entry, OutboxVariant variant)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(
            new OutboxFile
            {
                Version = CurrentVersion,
                Kind = entry.Kind,
                Nonce = entry.Nonce,
                First = entry.First,
                Last = entry.Last,
                Attempt = entry.Attempt,
                To = entry.To.ToString(),
                GasLimit = entry.GasLimit,
                Data = Hex.Format(entry.Data),
                MaxFeePerGas = variant.MaxFeePerGas.ToString(CultureInfo.InvariantCulture),
                MaxPriorityFeePerGas = variant.MaxPriorityFeePerGas.ToString(CultureInfo.InvariantCulture),
                Raw = Hex.Format(variant.Transaction.Raw),
            },
            Format);
        return [.. line, .. Encoding.ASCII.GetBytes($"\n{Keccak256.Hash(line)}\n")];
    }

    /// <summary>Null when the bytes are damaged or of another version.</summary>
    public static OutboxFile? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0 || Encoding.ASCII.GetString(bytes[end..]) != $"\n{Keccak256.Hash(bytes[..end])}\n")
        {
            return null;
        }

        try
        {
            var file = JsonSerializer.Deserialize<OutboxFile>(bytes[..end], Format);
            return file is { Version: CurrentVersion } ? file : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <exception cref="FormatException">A member has another form than <see cref="Encode"/> gives it.</exception>
    public OutboxEntry ToEntry() => new()
    {
        Nonce = Nonce,
        Kind = Kind,
        First = First,
        Last = Last,
        Attempt = Attempt,
        To = Address.Parse(To),
        GasLimit = GasLimit,
        Data = Bytes(Data),
    };

    /// <exception cref="FormatException">A member has another form than <see cref="Encode"/> gives it.</exception>
    public OutboxVariant ToVariant()
    {
        var raw = Bytes(Raw);
        return new OutboxVariant(
            new SignedTransaction(Keccak256.Hash(raw), raw),
            UInt128.Parse(MaxFeePerGas, CultureInfo.InvariantCulture),
            UInt128.Parse(MaxPriorityFeePerGas, CultureInfo.InvariantCulture));
    }

    private static byte[] Bytes(string text)
    {
        var bytes = new byte[Math.Max(0, (text.Length - 2) / 2)];
        return Hex.TryParse(text, bytes) ? bytes : throw new FormatException("not hexadecimal");
    }
}
