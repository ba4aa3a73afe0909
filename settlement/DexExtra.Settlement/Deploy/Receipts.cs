using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Settlement.Chain;

namespace DexExtra.Settlement.Deploy;

/// <summary>Waits until a transaction is in a block.</summary>
internal static class Receipts
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <exception cref="FatalException">It was not mined in five minutes.</exception>
    public static async Task<TransactionReceipt> AwaitAsync(IChain chain, Hash32 hash, CancellationToken cancel)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Poll)
        {
            if (await chain.ReceiptAsync(hash, cancel) is { } receipt)
            {
                return receipt;
            }

            await Task.Delay(Poll, cancel);
        }

        throw new FatalException(ExitCodes.Software, $"transaction {hash} was not mined in {Patience}");
    }
}
