using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.Personio;

/// <summary>Personio's words to ours.</summary>
internal sealed class PersonioSource(PersonioClient client) : IHrisSource
{
    /// <summary>The zone of updated_since is not documented, and changes appear up to 45 minutes late: go back far enough for both.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(15);

    private Dictionary<string, string>? types;

    public async Task<SourceSchema> DiscoverAsync(CancellationToken cancellationToken)
    {
        var attributes = await ListedAsync(cancellationToken) ?? await InferredAsync(cancellationToken);
        types = attributes.ToDictionary(a => a.Key, a => a.VendorType, StringComparer.Ordinal);
        return new SourceSchema(attributes.ToValueList());
    }

    public IAsyncEnumerable<SourceRecord> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, updatedSince: null, cancellationToken);

    public IAsyncEnumerable<SourceRecord> ReadChangesAsync(ReadRequest request, DateTimeOffset since, CancellationToken cancellationToken) =>
        ReadAsync(request, (since - Overlap).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), cancellationToken);

    /// <summary>One request each: the list of employees cannot be asked for ids (employees, 2026-10).</summary>
    public async IAsyncEnumerable<SourceRecord> ReadSomeAsync(ReadRequest request, IReadOnlyList<string> externalIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = await ReaderAsync(request, cancellationToken);
        foreach (var id in externalIds)
        {
            using var document = await client.ReadOneAsync(id, request.Attributes, cancellationToken);
            if (document is not null && reader.Read(JsonSerializer.SerializeToUtf8Bytes(document.RootElement.GetProperty("data"))) is { } record)
            {
                yield return record;
            }
        }
    }

    public async Task<ConnectionTest> TestAsync(CancellationToken cancellationToken)
    {
        try
        {
            var schema = await DiscoverAsync(cancellationToken);
            var people = await client.CountAsync(cancellationToken);
            var problems = PersonioConnector.Descriptor.DefaultMappings.SelectMany(m => m.From).Where(key => schema.Find(key) is null)
                .Select(key => new ConnectionProblem("permission-missing", $"The attribute “{key}” is not readable.", PersonioConnector.HowToGrant, null)).ToList();
            if (people == 0)
            {
                problems.Add(new ConnectionProblem("nobody-visible", "The credential is accepted and sees nobody.", "In Personio, grant the integration Employees: read.", null));
            }

            return new ConnectionTest(true, people, schema.Attributes.Count, problems.ToValueList());
        }
        catch (ConnectorException exception) when (exception.Fault.Kind is ConnectorFaultKind.Unauthorized or ConnectorFaultKind.Forbidden)
        {
            var isRefused = exception.Fault.Kind == ConnectorFaultKind.Unauthorized;
            return new ConnectionTest(!isRefused, null, null,
                [new ConnectionProblem(isRefused ? "credential-refused" : "permission-missing", exception.Fault.What, isRefused ? exception.Fault.Fix : "In Personio, grant the integration Employees: read.", exception.Fault.TraceId)]);
        }
    }

    private async IAsyncEnumerable<SourceRecord> ReadAsync(ReadRequest request, string? updatedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = await ReaderAsync(request, cancellationToken);
        await foreach (var record in client.ReadAsync(new PersonioQuery(request.Attributes, updatedSince), employee => request.Answers.Read(employee.Span, reader.Read), request.Notes, cancellationToken))
        {
            if (record is not null)
            {
                yield return record;
            }
            else
            {
                request.Notes.MarkUnproven("an employee without an id");
                request.Notes.Add(new SourceNote("employee-without-id", "An employee came without an id.", null, null));
            }
        }
    }

    private async Task<PersonioRecordReader> ReaderAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (types is null)
        {
            await DiscoverAsync(cancellationToken);
        }

        return new PersonioRecordReader(request.Attributes, types!);
    }

    private async Task<List<SourceAttribute>?> ListedAsync(CancellationToken cancellationToken)
    {
        using var document = await client.ReadAttributesAsync(cancellationToken);
        if (document is null)
        {
            return null;
        }

        var attributes = new Dictionary<string, SourceAttribute>(StringComparer.Ordinal);
        foreach (var entry in document.RootElement.GetProperty("data").EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object && TextOf(entry, "key") is { } key)
            {
                var options = entry.TryGetProperty("options", out var list) && list.ValueKind == JsonValueKind.Array
                    ? list.EnumerateArray().Where(o => o.ValueKind == JsonValueKind.String && o.GetString()!.Length > 0).Select(o => new SourceItem(null, o.GetString()!)).ToValueList()
                    : [];
                attributes.TryAdd(key, Attribute(key, TextOf(entry, "label") ?? key, TextOf(entry, "type") ?? "standard", options));
            }
        }

        return [.. attributes.Values];
    }

    /// <summary>The attributes endpoint is refused to some credentials: labels and types then come from the people themselves.</summary>
    private async Task<List<SourceAttribute>> InferredAsync(CancellationToken cancellationToken)
    {
        var attributes = new Dictionary<string, SourceAttribute>(StringComparer.Ordinal);
        var seen = 0;
        await foreach (var _ in client.ReadAsync(new PersonioQuery([], null), Infer, new ReadNotes(), cancellationToken))
        {
            if (++seen == 100)
            {
                break;
            }
        }

        return [.. attributes.Values];

        int Infer(ReadOnlyMemory<byte> employee)
        {
            using var document = JsonDocument.Parse(employee);
            foreach (var attribute in document.RootElement.GetProperty("attributes").EnumerateObject().Where(a => a.Value.ValueKind == JsonValueKind.Object))
            {
                attributes.TryAdd(attribute.Name, Attribute(attribute.Name, TextOf(attribute.Value, "label") ?? attribute.Name, TextOf(attribute.Value, "type") ?? "standard", []));
            }

            return attributes.Count;
        }
    }

    private static SourceAttribute Attribute(string key, string label, string type, ValueList<SourceItem> options) => new(
        key, label, TypeOf(key, type, options), options, IsCustom: key.StartsWith("dynamic_", StringComparison.Ordinal), Readability.Readable, null, type);

    private static SourceType TypeOf(string key, string type, ValueList<SourceItem> options) => (key, type) switch
    {
        ("supervisor", _) => SourceType.Person,
        ("email", _) => SourceType.Email,
        ("department" or "office" or "team" or "subcompany", _) => SourceType.Select,
        ("cost_centers", _) => SourceType.MultiSelect,
        ("fix_salary" or "hourly_salary", _) => SourceType.Currency,
        (_, "date") => SourceType.Date,
        (_, "integer" or "decimal") => SourceType.Number,
        (_, "list") => IsYesNo(options) ? SourceType.YesNo : SourceType.Select,
        (_, "tags") => SourceType.MultiSelect,
        (_, "link") => SourceType.Url,
        (_, "multiline") => SourceType.LongText,
        _ => SourceType.Text,
    };

    /// <summary>Yes/no is a list with two options, in the account's language.</summary>
    private static bool IsYesNo(ValueList<SourceItem> options) =>
        options.Count == 2 && options.All(o => o.Label.ToUpperInvariant() is "YES" or "NO" or "JA" or "NEIN");

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
