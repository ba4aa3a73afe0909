using StackExchange.Redis;

namespace DexExtra.Persistence.Mirror;

/// <summary>
/// A MULTI and the answers of its commands: EXEC may succeed although single commands in it were refused. When it fails
/// they are not waited for: those of a connection that was lost in between never come.
/// </summary>
internal sealed class RedisBatch(ITransaction transaction)
{
    private readonly List<Task> _answers = [];

    public ITransaction Transaction { get; } = transaction;

    public void Add(Task answer) => _answers.Add(answer);

    /// <summary>False if a condition did not hold; nothing was written then.</summary>
    /// <exception cref="RedisException">Redis refused a command, or is away.</exception>
    public async Task<bool> ExecuteAsync()
    {
        var answers = Task.WhenAll(_answers);
        _ = answers.ContinueWith(
            static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
        if (!await Transaction.ExecuteAsync())
        {
            return false;
        }

        await answers;
        return true;
    }
}
