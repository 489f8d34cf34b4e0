using System.Runtime.CompilerServices;
using System.Text.Json;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.Http;

/// <summary>An answer that holds a list, read as it arrives.</summary>
internal sealed class JsonAnswer : IDisposable
{
    private readonly VendorCall call;
    private readonly HttpResponseMessage response;
    private readonly string? array;
    private readonly bool orBare;
    private JsonPage? page;

    /// <param name="call">Who sent it.</param>
    /// <param name="response">Disposed of with this.</param>
    /// <param name="array">Name of the list; null when the answer is the list.</param>
    /// <param name="orBare">The answer may also be the list itself, or an object without it.</param>
    public JsonAnswer(VendorCall call, HttpResponseMessage response, string? array, bool orBare = false)
    {
        this.orBare = orBare;
        this.call = call;
        this.response = response;
        this.array = array;
    }

    /// <summary>What stood beside the list: as much as has arrived, complete after the last element.</summary>
    public IReadOnlyDictionary<string, byte[]> Envelope => page?.Envelope ?? throw new InvalidOperationException("nothing was read yet");

    /// <summary>What is made of the elements.</summary>
    /// <param name="read">Reads one element as a whole; its bytes are valid during the call only.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<T> ElementsAsync<T>(Func<ReadOnlyMemory<byte>, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        page = new JsonPage(stream, array, orBare);
        await using var elements = page.ReadAsync(read, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(elements))
        {
            yield return elements.Current;
        }

        if (!page.HasArray && !orBare)
        {
            throw call.Broken("sent an answer without the list that was asked for", response);
        }
    }

    /// <summary>Whether the list was there; known after the last element.</summary>
    public bool HasList => page is { HasArray: true };

    /// <summary>A fault about this answer.</summary>
    public ConnectorException Broken(string what, Exception? inner = null) => call.Broken(what, response, inner);

    public void Dispose() => response.Dispose();

    private async ValueTask<bool> NextAsync<T>(IAsyncEnumerator<T> elements)
    {
        try
        {
            return await elements.MoveNextAsync();
        }
        catch (JsonException exception)
        {
            throw Broken("sent an answer that ends in the middle or is no JSON", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ConnectorException(
                new ConnectorFault(ConnectorFaultKind.Unavailable, $"{call.Vendor}'s answer broke off.", "It is tried again at the next run.", (int)response.StatusCode, call.TraceOf(response)),
                exception);
        }
    }
}
