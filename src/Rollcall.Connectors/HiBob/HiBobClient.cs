using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Rollcall.Connectors.Http;

namespace Rollcall.Connectors.HiBob;

/// <summary>A search of people.</summary>
/// <param name="Fields">Ids of fields; at most <see cref="HiBobClient.MostFields"/>.</param>
/// <param name="Ids">Only these people; null for everybody.</param>
/// <param name="WithNames">Ask for the human half too, for lists that cannot be read.</param>
internal sealed record HiBobSearch(IReadOnlyList<string> Fields, IReadOnlyList<string>? Ids = null, bool WithNames = false);

/// <summary>HiBob over HTTP: authentication, requests, statuses. Knows nothing of mappings.</summary>
internal sealed class HiBobClient(VendorCall call, Uri address, (string User, string Token) credential, ToldPace searches)
{
    /// <summary>Fields of one search (docs/people-read-api-contract, 2026-06).</summary>
    public const int MostFields = 400;

    private readonly AuthenticationHeaderValue authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.User}:{credential.Token}")));

    /// <summary>GET company/people/fields, which needs no right: a bare array; some clients also know it wrapped.</summary>
    public async Task<List<HiBobField>> ReadFieldsAsync(CancellationToken cancellationToken)
    {
        using var answer = new JsonAnswer(call, await call.SendAsync(Get("company/people/fields"), cancellationToken), "fields", orBare: true);
        var fields = new Dictionary<string, HiBobField>(StringComparer.Ordinal);
        await foreach (var field in answer.ElementsAsync(HiBobField.Parse, cancellationToken))
        {
            if (field is not null)
            {
                fields.TryAdd(field.Id, field);
            }
        }

        return fields.Count > 0 ? [.. fields.Values] : throw answer.Broken("sent metadata without a single field");
    }

    /// <summary>GET company/named-lists with archived items, by name; empty when the service user may not read them. Recorded as an object
    /// by name, documented as an array, known wrapped (2026-10).</summary>
    public async Task<Dictionary<string, HiBobList>> ReadListsAsync(CancellationToken cancellationToken)
    {
        var lists = new Dictionary<string, HiBobList>(StringComparer.Ordinal);
        var response = await call.SendAsync(Get("company/named-lists?includeArchived=true"), cancellationToken, HttpStatusCode.Forbidden, HttpStatusCode.NotFound);
        using var answer = new JsonAnswer(call, response, "lists", orBare: true);
        if (!response.IsSuccessStatusCode)
        {
            return lists;
        }

        await foreach (var _ in answer.ElementsAsync(element => Keep(null, element), cancellationToken))
        {
        }

        foreach (var (name, json) in answer.Envelope)
        {
            Keep(name, json);
        }

        return lists;

        bool Keep(string? name, ReadOnlyMemory<byte> json)
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array && (HiBobField.Word(document.RootElement, "name") ?? name) is { } listed)
            {
                return lists.TryAdd(listed, HiBobList.Parse(document.RootElement));
            }

            return false;
        }
    }

    /// <summary>POST people/search, inactive people included: one answer without pages.</summary>
    public async IAsyncEnumerable<T> SearchAsync<T>(HiBobSearch search, Func<ReadOnlyMemory<byte>, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await searches.WaitAsync(cancellationToken);
        var response = await call.SendAsync(Post("people/search", BodyOf(search)), cancellationToken);
        searches.Saw(response);
        using var answer = new JsonAnswer(call, response, "employees", orBare: true);
        await foreach (var person in answer.ElementsAsync(read, cancellationToken))
        {
            yield return person;
        }

        if (!answer.HasList)
        {
            throw answer.Broken("sent an answer without the list of employees");
        }
    }

    /// <summary>The member “filters” is left out when there is none: an empty one is refused by some accounts (clients disagree, 2026-10).</summary>
    private static byte[] BodyOf(HiBobSearch search)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
        {
            writer.WriteStartObject();
            Write("fields", search.Fields);
            writer.WriteBoolean("showInactive", true);
            if (search.WithNames)
            {
                writer.WriteString("humanReadable", "APPEND");
            }

            if (search.Ids is { } ids)
            {
                writer.WriteStartArray("filters");
                writer.WriteStartObject();
                writer.WriteString("fieldPath", HiBobField.Key);
                writer.WriteString("operator", "equals");
                Write("values", ids);
                writer.WriteEndObject();
                writer.WriteEndArray();
            }

            writer.WriteEndObject();

            void Write(string name, IEnumerable<string> texts)
            {
                writer.WriteStartArray(name);
                foreach (var text in texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
            }
        }

        return memory.ToArray();
    }

    private HttpRequestMessage Get(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        request.Headers.Authorization = authorization;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    /// <summary>A search only asks, so it may be repeated.</summary>
    private HttpRequestMessage Post(string path, byte[] body)
    {
        var request = Get(path);
        request.Method = HttpMethod.Post;
        request.Options.Set(HrisHttp.IsRepeatable, true);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }
}
