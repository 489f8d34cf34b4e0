using Microsoft.EntityFrameworkCore;

namespace Rollcall.Storage;

/// <summary>Removes much in many small transactions with pauses between, so that whoever writes beside it never waits long.</summary>
internal static class SmallSteps
{
    /// <summary>So many rows at once.</summary>
    public const int Size = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Removes all of them. Returns how many.</summary>
    public static Task<int> DeleteAsync<T>(IOrderedQueryable<T> rows, TimeProvider time, CancellationToken cancellationToken)
        where T : class => RepeatAsync(() => rows.Take(Size).ExecuteDeleteAsync(cancellationToken), time, cancellationToken);

    /// <summary>Takes steps until one has less to do than it might. Returns how much all did.</summary>
    public static async Task<int> RepeatAsync(Func<Task<int>> step, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var all = 0; ;)
        {
            var done = await step();
            all += done;
            if (done < Size)
            {
                return all;
            }

            await PauseAsync(time, cancellationToken);
        }
    }

    public static Task PauseAsync(TimeProvider time, CancellationToken cancellationToken) => Task.Delay(Pause, time, cancellationToken);
}
