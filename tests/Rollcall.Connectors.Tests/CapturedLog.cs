using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Rollcall.Connectors.Tests;

/// <summary>Keeps everything that is logged, to look for what must not be there.</summary>
internal sealed class CapturedLog : ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue(formatter(state, exception) + exception);
}
