namespace DexExtra.Journal.Storage;

/// <summary>
/// Continues short reads and writes and calls interrupted by a signal until everything is moved. Stateless, any thread.
/// </summary>
internal static class Transfer
{
    /// <summary>
    /// Moves until <paramref name="count"/> bytes are done or a call answers 0 (end of file); returns the bytes.
    /// </summary>
    /// <exception cref="StorageException">Any errno but EINTR.</exception>
    public static unsafe int Run<TCall>(
        ref TCall call, byte* memory, int count, (string Operation, string Path, long Offset) context)
        where TCall : struct, ITransferCall
    {
        int done = 0;
        while (done < count)
        {
            nint moved = call.Move(memory + done, count - done, context.Offset + done, out int errno);
            if (moved == 0)
            {
                break;
            }
            if (moved > 0)
            {
                done += (int)moved;
            }
            else if (errno != Errno.Interrupted)
            {
                throw new StorageException(context.Operation, context.Path, context.Offset + done, errno);
            }
        }
        return done;
    }
}
