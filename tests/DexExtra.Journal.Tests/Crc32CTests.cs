using System.Text;

namespace DexExtra.Journal.Tests;

public sealed class Crc32CTests
{
    // check value of CRC-32C in the catalogue of parametrised CRC algorithms
    [Fact]
    public void Check_value_matches_the_catalogue()
        => Assert.Equal(0xE306_9283u, ~Crc32C.Append(Crc32C.Seed, Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void Chaining_parts_equals_the_whole_at_every_split_of_whole_words()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("the command log is the truth; the event log follows from it");
        uint whole = Crc32C.Append(Crc32C.Seed, bytes);
        for (int split = 0; split <= bytes.Length; split++)
        {
            Assert.Equal(whole, Crc32C.Append(Crc32C.Append(Crc32C.Seed, bytes.AsSpan(0, split)), bytes.AsSpan(split)));
        }
    }
}
