using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using DexExtra.Messages;

namespace DexExtra.Persistence.Copy;

/// <summary>
/// Rows of one table in PostgreSQL's binary COPY format, built while the log is read and sent as they are.
/// <code>
/// header  "PGCOPY\n\377\r\n\0" int32 flags=0 int32 extension=0
/// row     int16 fields, then per field int32 bytes (-1 = null) and the value, big-endian
/// trailer int16 -1
/// </code>
/// Own writer instead of the driver's: exact NUMERIC from Int128, and rows are encoded once although a failed
/// transaction may be sent again. Used by one thread at a time; grows, never shrinks, reused after <see cref="Clear"/>.
/// </summary>
internal sealed class CopyBuffer
{
    private const int InitialBytes = 64 * 1024;
    private const int LengthBytes = sizeof(int);
    private const long NsPerUs = 1_000;
    private const long UsPerSecond = 1_000_000;

    /// <summary>PostgreSQL counts from 2000-01-01.</summary>
    private const long EpochShiftUs = 946_684_800L * UsPerSecond;

    private const int EpochShiftDays = 10_957;

    private byte[] _bytes = new byte[InitialBytes];
    private int _length;

    public CopyBuffer() => Clear();

    public int Rows { get; private set; }

    public int SizeBytes => _length;

    private static ReadOnlySpan<byte> Header =>
        [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0];

    public void Clear()
    {
        Header.CopyTo(_bytes);
        _length = Header.Length;
        Rows = 0;
    }

    /// <summary>Starts a row; exactly <paramref name="fields"/> values must follow.</summary>
    public void Row(int fields)
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), (short)fields);
        Rows++;
    }

    /// <summary>The complete stream, trailer included.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), -1);
        return _bytes.AsMemory(0, _length);
    }

    public void Null() => BinaryPrimitives.WriteInt32BigEndian(Room(LengthBytes), -1);

    public void Nulls(int count)
    {
        for (var field = 0; field < count; field++)
        {
            Null();
        }
    }

    public void Bool(bool value) => Field(sizeof(byte))[0] = value ? (byte)1 : (byte)0;

    public void Int16(short value) => BinaryPrimitives.WriteInt16BigEndian(Field(sizeof(short)), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), value);

    public void Int64(long? value)
    {
        if (value is { } present)
        {
            Int64(present);
        }
        else
        {
            Null();
        }
    }

    /// <exception cref="OutOfSchemaException">The value is above the signed range.</exception>
    public void Int64(ulong value) => Int64(value <= long.MaxValue
        ? (long)value
        : throw new OutOfSchemaException($"{value} does not fit bigint"));

    /// <summary>NUMERIC(20,0) and wider: any unsigned 64-bit value.</summary>
    public void Unsigned(ulong value) => Numeric(negative: false, value, decimals: 0);

    /// <summary>NUMERIC(39,0): any 128-bit value.</summary>
    public void Integer(Int128 value) => Numeric(value < 0, Magnitude(value), decimals: 0);

    /// <inheritdoc cref="Integer(Int128)"/>
    public void Integer(UInt128 value) => Numeric(negative: false, value, decimals: 0);

    /// <summary>NUMERIC(30,8) from units of 1e-8.</summary>
    /// <exception cref="OutOfSchemaException">More than 30 digits.</exception>
    public void Money(Int128 units) => Decimal(units, ColumnRange.MoneyLimit, "numeric(30,8)");

    /// <inheritdoc cref="Money(Int128)"/>
    public void Money(Int128? units)
    {
        if (units is { } present)
        {
            Money(present);
        }
        else
        {
            Null();
        }
    }

    /// <summary>NUMERIC(20,8) from units of 1e-8.</summary>
    /// <exception cref="OutOfSchemaException">More than 20 digits.</exception>
    public void Price(Int128 units) => Decimal(units, ColumnRange.PriceLimit, "numeric(20,8)");

    /// <inheritdoc cref="Price(Int128)"/>
    public void Price(Int128? units)
    {
        if (units is { } present)
        {
            Price(present);
        }
        else
        {
            Null();
        }
    }

    /// <summary>TIMESTAMPTZ from nanoseconds since the Unix epoch, cut to microseconds.</summary>
    public void Time(long ns) => Int64((ns / NsPerUs) - EpochShiftUs);

    /// <inheritdoc cref="Time(long)"/>
    public void Time(long? ns)
    {
        if (ns is { } present)
        {
            Time(present);
        }
        else
        {
            Null();
        }
    }

    /// <summary>TIMESTAMPTZ from Unix seconds; 'infinity' beyond the year 9999.</summary>
    public void Seconds(ulong seconds) => Int64(seconds <= ColumnRange.LastSecond
        ? ((long)seconds * UsPerSecond) - EpochShiftUs
        : long.MaxValue);

    /// <summary>DATE from UTC days since 1970-01-01.</summary>
    public void Date(int days) => Int32(days - EpochShiftDays);

    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        Encoding.UTF8.GetBytes(value, Field(Encoding.UTF8.GetByteCount(value)));
    }

    public void Code<TEnum>(TEnum value)
        where TEnum : struct, Enum => Text(Codes.Of(value));

    public void Address(in Address value) => HexText(MemoryMarshal.AsBytes(new ReadOnlySpan<Address>(in value)));

    public void Hash(in Hash32 value) => HexText(MemoryMarshal.AsBytes(new ReadOnlySpan<Hash32>(in value)));

    /// <summary>0x and two lower-case digits a byte.</summary>
    public void HexText(ReadOnlySpan<byte> bytes)
    {
        var field = Field(2 + (2 * bytes.Length));
        "0x"u8.CopyTo(field);
        Convert.TryToHexStringLower(bytes, field[2..], out _);
    }

    /// <summary>JSONB from its text.</summary>
    public void Json(ReadOnlySpan<byte> text)
    {
        var field = Field(1 + text.Length);
        field[0] = 1;
        text.CopyTo(field[1..]);
    }

    private static UInt128 Magnitude(Int128 value) => value < 0 ? (UInt128)(-(value + 1)) + 1 : (UInt128)value;

    private void Decimal(Int128 units, Int128 limit, string column)
    {
        if (!ColumnRange.Fits(units, limit))
        {
            throw new OutOfSchemaException($"{units} units of 1e-8 do not fit {column}");
        }

        Numeric(units < 0, Magnitude(units), FixedPoint.Decimals);
    }

    private void Numeric(bool negative, UInt128 magnitude, int decimals)
    {
        var start = _length;
        var room = Room(LengthBytes + PgNumeric.MaxBytes);
        var written = PgNumeric.Write(room[LengthBytes..], negative, magnitude, decimals);
        BinaryPrimitives.WriteInt32BigEndian(room, written);
        _length = start + LengthBytes + written;
    }

    private Span<byte> Field(int length)
    {
        var room = Room(LengthBytes + length);
        BinaryPrimitives.WriteInt32BigEndian(room, length);
        return room[LengthBytes..];
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length)
        {
            Array.Resize(ref _bytes, Math.Max(checked(_bytes.Length * 2), _length + length));
        }

        var room = _bytes.AsSpan(_length, length);
        _length += length;
        return room;
    }
}
