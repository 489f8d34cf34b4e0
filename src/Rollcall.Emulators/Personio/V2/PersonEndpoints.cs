using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;

namespace Rollcall.Emulators.Personio.V2;

/// <summary>GET /v2/persons, one person, and the employments of a person.</summary>
internal sealed class PersonEndpoints(PersonioTenant tenant, V2Gate gate)
{
    private const int MostPersons = 50;
    private const int UsualPersons = 10;
    private static readonly string[] s_employmentFilters = ["id", "updated_at", "updated_at.gt", "updated_at.lt"];
    private static readonly string[] s_parameters = ["limit", "cursor", .. PersonFilter.Names];
    private static readonly string[] s_employmentParameters = ["limit", "cursor", .. s_employmentFilters];
    private readonly PersonWriter _persons = new(tenant);
    private readonly EmploymentWriter _employments = new(tenant);

    public void Map(WebApplication app)
    {
        app.MapGet("/v2/persons", ListAsync);
        app.MapGet("/v2/persons/{id}", OneAsync);
        app.MapGet("/v2/persons/{id}/employments", EmploymentsAsync);
        app.MapGet("/v2/persons/{id}/employments/{employment}", EmploymentAsync);
    }

    private async Task ListAsync(HttpContext http)
    {
        if (!await gate.EnterAsync(http, "persons", Scopes.Persons, s_parameters))
        {
            return;
        }

        var (paging, problem) = Read(http);
        if (paging is null || PersonFilter.Of(paging, tenant) is not { } isWanted)
        {
            await Answers.BadRequestAsync(http, problem ?? Answers.InvalidParameters, tenant.Context);
            return;
        }

        var address = PersonioTenant.AddressOf(http.Request);
        var people = tenant.Workforce.PeopleAfter((int)Math.Min(paging.After, int.MaxValue)).Where(isWanted);
        await Lists.AnswerAsync(http, tenant, paging, people, person => person.Number, (json, person) => _persons.Write(json, person, address, http.Has(FaultKind.WrongTypes)));
    }

    private async Task OneAsync(HttpContext http, string id)
    {
        if (await gate.EnterAsync(http, "person", Scopes.Persons) && await FindAsync(http, id) is { } person)
        {
            await Json.AnswerAsync(http, json => _persons.Write(json, person, PersonioTenant.AddressOf(http.Request), wrongTypes: false));
        }
    }

    private async Task EmploymentsAsync(HttpContext http, string id)
    {
        if (!await gate.EnterAsync(http, "employments", Scopes.Persons, s_employmentParameters) || await FindAsync(http, id) is not { } person)
        {
            return;
        }

        var (paging, problem) = Read(http);
        var tests = paging?.Filters.Where(filter => s_employmentFilters.Contains(filter.Key, StringComparer.Ordinal)).Select(filter => filter.Key == "id"
            ? one => filter.Value.Split(',').Contains(EmploymentWriter.Id(one.Number, tenant), StringComparer.OrdinalIgnoreCase)
            : PersonFilter.Moment(filter.Key, filter.Value, tenant, ofEmployment: true)).ToList();
        if (paging is null || tests!.Contains(null))
        {
            await Answers.BadRequestAsync(http, problem ?? Answers.InvalidParameters, tenant.Context);
            return;
        }

        // One person has one employment, so nothing is left after a cursor.
        Person[] employed = paging.After == 0 && tests!.TrueForAll(test => test!(person)) ? [person] : [];
        await Lists.AnswerAsync(http, tenant, paging, employed, one => one.Number, (json, one) => _employments.Write(json, one, PersonioTenant.AddressOf(http.Request)));
    }

    private async Task EmploymentAsync(HttpContext http, string id, string employment)
    {
        if (!await gate.EnterAsync(http, "employment", Scopes.Persons) || await FindAsync(http, id) is not { } person)
        {
            return;
        }

        if (!EmploymentWriter.Id(person.Number, tenant).Equals(employment, StringComparison.OrdinalIgnoreCase))
        {
            await Answers.NoSuchResourceAsync(http, tenant.Context);
            return;
        }

        await Json.AnswerAsync(http, json => _employments.Write(json, person, PersonioTenant.AddressOf(http.Request)));
    }

    private (Paging? Page, string? Problem) Read(HttpContext http) =>
        Paging.Read(http.Request, MostPersons, UsualPersons, tenant.Switches.NextLink != PersonioNextLink.WithFilters);

    private async Task<Person?> FindAsync(HttpContext http, string id)
    {
        if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && tenant.Fields.Find(number) is { } person && PersonioFields.IdOf(person) == number)
        {
            return person;
        }

        await Answers.NoSuchResourceAsync(http, tenant.Context);
        return null;
    }
}
