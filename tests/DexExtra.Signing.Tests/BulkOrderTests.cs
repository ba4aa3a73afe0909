using DexExtra.Messages;

namespace DexExtra.Signing.Tests;

/// <summary>Trees of orders under one signature hash as the wallet library and the contract do it (SIG-07).</summary>
public sealed class BulkOrderTests
{
    private static readonly Hash32[] Orders =
        [.. Vectors.Section("orders").Select(vector => OrderHash.Struct(Vectors.OrderOf(vector.GetProperty("message"))))];

    [Fact]
    [Trait("rule", "SIG-07")]
    public void Trees_of_every_height_have_the_wallets_digest_and_signature()
    {
        var file = Vectors.Load("bulk.json");
        var heights = new HashSet<int>();
        foreach (var vector in file.GetProperty("trees").EnumerateArray())
        {
            var height = vector.GetProperty("height").GetInt32();
            var members = Orders.AsSpan(0, vector.GetProperty("count").GetInt32());
            var digest = BulkOrderHash.Digest(Vectors.Domain, members, height);
            Assert.Equal(Vectors.HashOf(vector.GetProperty("digest")), digest);
            heights.Add(height);
        }

        Assert.Equal(Enumerable.Range(1, BulkOrderHash.MaxHeight), heights.Order());
    }

    [Fact]
    public void A_path_leads_from_each_order_to_the_same_digest_and_from_no_other_place()
    {
        const int Height = 3;
        var members = Orders.AsSpan(0, 7);
        var digest = BulkOrderHash.Digest(Vectors.Domain, members, Height);
        for (var place = 0; place < 1 << Height; place++)
        {
            var order = place < members.Length ? members[place] : BulkOrderHash.Empty;
            var path = BulkOrderHash.PathOf(members, Height, place);
            Assert.Equal(digest, BulkOrderHash.DigestOfPath(Vectors.Domain, in order, place, path));
            Assert.NotEqual(digest, BulkOrderHash.DigestOfPath(Vectors.Domain, in order, place ^ 1, path));
        }
    }

    [Fact]
    public void The_height_is_signed()
    {
        var members = Orders.AsSpan(0, 2);
        Assert.Equal(
            BulkOrderHash.MaxHeight,
            Enumerable.Range(1, BulkOrderHash.MaxHeight)
                .Select(height => BulkOrderHash.Digest(Vectors.Domain, Orders.AsSpan(0, 2), height)).Distinct().Count());
        Assert.NotEqual(Eip712Type.BulkOrder(1).TypeHash, Eip712Type.BulkOrder(2).TypeHash);
        Assert.Equal(1, BulkOrderHash.HeightOf(members.Length));
    }

    [Fact]
    public void What_is_no_tree_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BulkOrderHash.Digest(Vectors.Domain, Orders.AsSpan(0, 3), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BulkOrderHash.Digest(Vectors.Domain, Orders.AsSpan(0, 1), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BulkOrderHash.Digest(Vectors.Domain, Orders.AsSpan(0, 1), 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => BulkOrderHash.HeightOf(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BulkOrderHash.HeightOf(1025));
        Assert.Throws<ArgumentOutOfRangeException>(() => BulkOrderHash.PathOf(Orders.AsSpan(0, 1), 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => BulkOrderHash.DigestOfPath(Vectors.Domain, in Orders[0], 2, [default]));
        Assert.Equal([1, 1, 2, 2, 3, 10], new[] { 1, 2, 3, 4, 5, 1024 }.Select(BulkOrderHash.HeightOf));
    }
}
