namespace DexExtra.Journal.Storage;

/// <summary>
/// One pread or pwrite; the seam under <see cref="Transfer"/> where tests answer short counts and EINTR.
/// </summary>
internal unsafe interface ITransferCall
{
    /// <summary>Bytes moved, or −1 with the errno.</summary>
    nint Move(byte* memory, nint count, long offset, out int errno);
}
