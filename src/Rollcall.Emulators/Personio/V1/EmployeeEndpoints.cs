using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Personio.V1;

/// <summary>GET /v1/company/employees, one employee, and the attribute list.</summary>
internal sealed class EmployeeEndpoints(PersonioTenant tenant)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;
    private readonly EmulatorContext context = tenant.Context;
    private readonly PersonioSwitches switches = tenant.Switches;
    private readonly PersonioTokens tokens = tenant.Tokens;
    private readonly PersonioFields fields = tenant.Fields;
    private readonly ConcurrentDictionary<string, (long Version, byte[] Page)> prepared = new(StringComparer.Ordinal);
    private readonly PersonioRate rate = new(tenant.Context);

    public void Map(WebApplication app)
    {
        app.MapGet("/v1/company/employees", ListAsync);
        app.MapGet("/v1/company/employees/attributes", AttributesAsync);
        app.MapGet("/v1/company/employees/custom-attributes", AttributesAsync);
        app.MapGet("/v1/company/employees/{id:long}", OneAsync);
    }

    private async Task ListAsync(HttpContext http)
    {
        if (!await EnterAsync(http, "limit", "offset", "email", "attributes[]", "updated_since"))
        {
            return;
        }

        var key = http.Request.QueryString.Value ?? "";
        var version = context.Workforce.Version;
        var isFaulty = http.Items.TryGetValue(typeof(FaultKind), out var struck) && struck is IReadOnlyList<FaultRule> { Count: > 0 };
        if (context.Options.Prepared && !isFaulty && prepared.TryGetValue(key, out var kept) && kept.Version == version)
        {
            await Json.AnswerAsync(http, kept.Page);
            return;
        }

        if (!TryReadPage(http.Request.Query, out var limit, out var offset))
        {
            await Answers.ErrorAsync(http, 400, 400, "The limit must be between 1 and 100.");
            return;
        }

        if (!TryReadSince(http.Request.Query, out var since))
        {
            await Answers.ErrorAsync(http, 400, 400, "updated_since must be a date.");
            return;
        }

        var page = Page(http, limit, offset, since);
        if (context.Options.Prepared && !isFaulty)
        {
            prepared[key] = (version, page);
        }

        await Json.AnswerAsync(http, page);
    }

    private byte[] Page(HttpContext http, int limit, int offset, DateTimeOffset? since)
    {
        var query = http.Request.Query;
        var wanted = Wanted(query);
        var people = Selected(query, since);
        var total = context.Workforce.Count;
        List<Person> rows;
        if (people is null)
        {
            rows = Rows(offset, limit);
        }
        else
        {
            var all = people.ToList();
            total = all.Count;
            rows = [.. all.Skip(offset).Take(limit)];
        }

        if (http.Has(FaultKind.DuplicateRows) && offset > 0)
        {
            rows = [.. Rows(offset - 1, 1), .. rows];
        }

        if (http.Has(FaultKind.ShortPages))
        {
            rows = [.. rows.SkipLast(1)];
        }

        if (http.Has(FaultKind.ShrinkingTotal))
        {
            total -= offset / limit;
        }

        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using var json = new Utf8JsonWriter(buffer, Json.Options);
        json.WriteStartObject();
        json.WriteBoolean("success", true);
        json.WriteStartObject("metadata");
        json.WriteNumber("total_elements", total);
        json.WriteNumber("current_page", offset / limit);
        json.WriteNumber("total_pages", (total + limit - 1) / limit);
        json.WriteEndObject();
        json.WriteNumber("offset", offset);
        json.WriteNumber("limit", limit);
        json.WriteStartArray("data");
        foreach (var person in rows)
        {
            Write(json, person, wanted, http.Has(FaultKind.WrongTypes));
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private List<Person> Rows(int offset, int limit) => [.. context.Workforce.NumbersAt(offset, limit).Select(number => context.Workforce.Find(number)).OfType<Person>()];

    /// <summary>Null when everybody is meant.</summary>
    private IEnumerable<Person>? Selected(IQueryCollection query, DateTimeOffset? since)
    {
        if (since is { } moment)
        {
            return context.Workforce.People().Where(p => p.LastModified > moment && p.LastModified <= context.Time.GetUtcNow() - switches.UpdatedSinceDelay);
        }

        return query.TryGetValue("email", out var email) ? context.Workforce.People().Where(p => p.Email == email) : null;
    }

    private List<PersonioField> Wanted(IQueryCollection query)
    {
        var asked = query["attributes[]"];
        return [.. fields.All.Where(f => f.Key == "id" || (context.Workforce.Access.CanRead(f.Key) && (asked.Count == 0 || asked.Contains(f.Key))))];
    }

    private static void Write(Utf8JsonWriter json, Person person, List<PersonioField> wanted, bool wrongTypes)
    {
        json.WriteStartObject();
        json.WriteString("type", "Employee");
        json.WriteStartObject("attributes");
        foreach (var field in wanted)
        {
            PersonioFields.Wrap(json, field.Key, field.Label, field.Type, field.UniversalId, () =>
            {
                if (wrongTypes && field.Key == "position")
                {
                    json.WriteStartObject();
                    json.WriteEndObject();
                }
                else
                {
                    field.Write(json, person);
                }
            }, field.Currency);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private async Task OneAsync(HttpContext http, long id)
    {
        if (!await EnterAsync(http, "attributes[]"))
        {
            return;
        }

        if (fields.Find(id) is not { } person || PersonioFields.IdOf(person) != id)
        {
            await Answers.ErrorAsync(http, 404, 404, "Es ist ein Problem aufgetreten ");
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Json.Options);
        json.WriteStartObject();
        json.WriteBoolean("success", true);
        json.WritePropertyName("data");
        Write(json, person, Wanted(http.Request.Query), wrongTypes: false);
        json.WriteEndObject();
        json.Flush();
        await Json.AnswerAsync(http, buffer.WrittenSpan.ToArray());
    }

    private async Task AttributesAsync(HttpContext http)
    {
        if (!await EnterAsync(http))
        {
            return;
        }

        if (switches.RefusesAttributeList)
        {
            await Answers.ErrorAsync(http, 403, 0, "personio.core.api.exceptions.api.forbidden.http.exception");
            return;
        }

        await Results.Json(new
        {
            success = true,
            data = fields.All.Where(f => context.Workforce.Access.CanRead(f.Key))
                .Select(f => new { key = f.Key, label = f.Label, type = f.Type, universal_id = f.UniversalId, options = f.Options() }),
        }).ExecuteAsync(http);
    }

    private async Task<bool> EnterAsync(HttpContext http, params string[] parameters)
    {
        var authorization = http.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            await Answers.ErrorAsync(http, 401, 401, "Authorization is not provided");
            return false;
        }

        if (!tokens.IsValid(authorization))
        {
            await Answers.ErrorAsync(http, 403, 403, "Provided authorization is not valid");
            return false;
        }

        if (!context.Workforce.Access.CanRead(Scopes.Employees))
        {
            await Answers.ErrorAsync(http, 403, 0, "personio.core.api.exceptions.api.forbidden.http.exception");
            return false;
        }

        if (!rate.TryTake())
        {
            // No Retry-After: seen by a third party's probe, 2026-07.
            http.Response.StatusCode = 429;
            return false;
        }

        if (switches.RotatesTokens)
        {
            http.Response.Headers.Authorization = "Bearer " + tokens.Issue().Token;
        }
        else if (switches.SendsTokenBack)
        {
            http.Response.Headers.Authorization = authorization;
        }

        if (tenant.UnknownParameter(http.Request, parameters) is { } unknown)
        {
            await Answers.ErrorAsync(http, 400, 400, $"The parameter {unknown} is not known.");
            return false;
        }

        return true;
    }

    private bool TryReadPage(IQueryCollection query, out int limit, out int offset)
    {
        limit = DefaultLimit;
        offset = 0;
        var isRight = (!query.TryGetValue("limit", out var l) || int.TryParse(l, NumberStyles.None, CultureInfo.InvariantCulture, out limit))
            && (!query.TryGetValue("offset", out var o) || int.TryParse(o, NumberStyles.None, CultureInfo.InvariantCulture, out offset));
        if (limit > MaxLimit && switches.ClampsLimit)
        {
            limit = MaxLimit;
        }

        return isRight && limit is >= 1 and <= MaxLimit;
    }

    private static bool TryReadSince(IQueryCollection query, out DateTimeOffset? since)
    {
        var isGiven = query.TryGetValue("updated_since", out var text);
        since = isGiven ? Moments.Read(text.ToString()) : null;
        return !isGiven || since is not null;
    }
}
