using System.Threading.Channels;

namespace Rollcall.Emulators.Webhooks;

/// <summary>Deliveries in line, worked off by one or several at a time. One that failed may come back after a wait.</summary>
internal sealed class WebhookQueue<T> : IAsyncDisposable
{
    private readonly Channel<T> _line = Channel.CreateUnbounded<T>();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly TimeProvider _time;
    private readonly Func<T, CancellationToken, Task> _deliver;
    private readonly Task _work;

    public WebhookQueue(int workers, TimeProvider time, Func<T, CancellationToken, Task> deliver)
    {
        _time = time;
        _deliver = deliver;
        _stopping = _stop.Token;
        _work = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync)));
    }

    public void Add(T delivery) => _line.Writer.TryWrite(delivery);

    /// <summary>Returns once the wait has begun.</summary>
    public void AddAfter(TimeSpan wait, T delivery) => _ = AddAfterAsync(wait, delivery);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _line.Writer.TryComplete();
        await _work;
        _stop.Dispose();
    }

    private async Task AddAfterAsync(TimeSpan wait, T delivery)
    {
        try
        {
            await Task.Delay(wait, _time, _stopping);
            Add(delivery);
        }
        catch (OperationCanceledException)
        {
            // The emulator is being stopped.
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var delivery in _line.Reader.ReadAllAsync(_stopping))
            {
                await _deliver(delivery, _stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The emulator is being stopped.
        }
    }
}
