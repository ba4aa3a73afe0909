using DexExtra.Transport.Native;

namespace DexExtra.Transport.Streams;

/// <summary>
/// What makes a producer the only one of its source: the lock of a file beside the stream, apart from it because the
/// stream may be replaced under its name. Held until disposed or until the process is gone.
/// </summary>
internal sealed class ProducerLock : IDisposable
{
    private readonly FileStream _file;

    private ProducerLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a source.</summary>
    /// <exception cref="TransportException">Another living producer has it.</exception>
    public static ProducerLock Take(string folder, uint sourceId)
    {
        var path = StreamFiles.LockPath(folder, sourceId);
        var file = MappedFile.OpenForLock(path);
        try
        {
            return ExclusiveLock.TryTake(file.SafeFileHandle, path)
                ? new ProducerLock(file)
                : throw new TransportException(
                    TransportError.ProducerActive,
                    $"another living producer owns {StreamFiles.StreamPath(folder, sourceId)}");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ExclusiveLock.GiveBack(_file.SafeFileHandle);
        _file.Dispose();
    }
}
