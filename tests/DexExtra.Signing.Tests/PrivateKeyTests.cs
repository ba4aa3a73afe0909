using System.Runtime.Versioning;
using DexExtra.Messages;

namespace DexExtra.Signing.Tests;

[SupportedOSPlatform("linux")]
public sealed class PrivateKeyTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"dexextra-{Guid.NewGuid():N}.key");

    public static TheoryData<string> GoodForms => new("{0}", "0x{0}", "{0}\n", "0x{0}\r\n");

    public static TheoryData<string> BadTexts => new(
        string.Empty,
        "\n",
        new string('0', 64),
        new string('f', 64),
        new string('1', 63),
        new string('1', 65),
        new string('1', 64) + "\n\n",
        " " + new string('1', 63),
        new string('g', 64),
        "0X" + new string('1', 64),
        new string('1', 4096));

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(GoodForms))]
    public void A_key_file_in_any_usual_form_is_loaded(string form)
    {
        Write(form.Replace("{0}", Convert.ToHexString(Vectors.Keys[3]), StringComparison.Ordinal), OwnerOnly);
        using var key = PrivateKeyFile.Load(_path);
        Assert.Equal(Vectors.Accounts[3], key.Address);
    }

    [Theory]
    [MemberData(nameof(BadTexts))]
    public void What_is_no_key_is_refused_without_showing_it(string text)
    {
        Write(text, OwnerOnly);
        var failure = Assert.Throws<KeyFileException>(() => PrivateKeyFile.Load(_path));
        Assert.Equal($"key file {_path} does not hold a 32-byte hexadecimal secret key", failure.Message);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.OtherExecute)]
    public void A_key_file_that_others_can_touch_is_refused(UnixFileMode extra)
    {
        Write(Convert.ToHexString(Vectors.Keys[0]), OwnerOnly | extra);
        var failure = Assert.Throws<KeyFileException>(() => PrivateKeyFile.Load(_path));
        Assert.Equal($"key file {_path} is accessible to others: chmod 600 it", failure.Message);
    }

    [Fact]
    public void A_missing_key_file_is_one_clear_line()
    {
        var failure = Assert.Throws<KeyFileException>(() => PrivateKeyFile.Load(_path));
        Assert.StartsWith($"key file {_path} cannot be read: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void A_folder_is_no_key_file()
    {
        Assert.Throws<KeyFileException>(() => PrivateKeyFile.Load(Path.GetTempPath()));
    }

    [Fact]
    public void Only_numbers_below_the_group_order_are_keys()
    {
        Assert.Throws<ArgumentException>(() => new PrivateKey(new byte[32]));
        Assert.Throws<ArgumentException>(() => new PrivateKey(new byte[31]));
        Assert.Throws<ArgumentException>(() => new PrivateKey(Enumerable.Repeat((byte)255, 32).ToArray()));
    }

    [Fact]
    public void A_disposed_key_signs_nothing_and_a_key_is_never_printed()
    {
        var key = PrivateKey.Generate();
        Assert.Equal($"key of {key.Address}", key.ToString());
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign(default(Hash32)));
    }

    [Fact]
    public void Every_signature_of_a_fresh_key_is_low_s_and_recovers_to_it()
    {
        using var key = PrivateKey.Generate();
        for (var count = 0; count < 500; count++)
        {
            var digest = Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes($"message {count}"));
            var signature = key.Sign(in digest);
            Assert.Equal(RejectReason.None, SignatureVerifier.CheckForm(in signature));
            Assert.True(Secp256k1.TryRecover(in digest, in signature, out var signer));
            Assert.Equal(key.Address, signer);
        }
    }

    private void Write(string text, UnixFileMode mode)
    {
        File.WriteAllText(_path, text);
        File.SetUnixFileMode(_path, mode);
    }
}
