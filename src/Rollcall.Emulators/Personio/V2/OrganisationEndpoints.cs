using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Personio.V2;

/// <summary>The names behind an employment's ids: org units, cost centers, workplaces and legal entities.</summary>
internal sealed class OrganisationEndpoints(PersonioTenant tenant, V2Gate gate)
{
    private const int Most = 50;
    private const int Usual = 10;
    private const int MostLegalEntities = 100;
    private const int UsualLegalEntities = 20;
    private static readonly string[] s_sorts = ["id", "-id", "name", "-name"];

    public void Map(WebApplication app)
    {
        app.MapGet("/v2/org-units", http => ListAsync(http, "org-units", Scopes.Persons, KindOf, OrganisationIds.Of, "type", "include_parent_chain", "sort"));
        app.MapGet("/v2/org-units/{id}", (HttpContext http, string id) => OneAsync(http, id, "org-unit", KindOf(http.Request.Query["type"]), OrganisationIds.Of, "type", "include_parent_chain"));
        app.MapGet("/v2/cost-centers", http => ListAsync(http, "cost-centers", Scopes.CostCenters, _ => UnitKind.CostCenter, OrganisationIds.OfCostCenter, "id", "name", "sort"));
        app.MapGet("/v2/workplaces", http => ListAsync(http, "workplaces", Scopes.Persons, _ => UnitKind.Office, OrganisationIds.Of, "id", "name", "sort"));
        app.MapGet("/v2/legal-entities", http => ListAsync(http, "legal-entities", Scopes.Persons, _ => UnitKind.Subcompany, OrganisationIds.OfLegalEntity, "id", "country"));
        app.MapGet("/v2/legal-entities/{id}", (HttpContext http, string id) => OneAsync(http, id, "legal-entity", UnitKind.Subcompany, OrganisationIds.OfLegalEntity));
    }

    private static UnitKind? KindOf(string? type) => type switch
    {
        "department" => UnitKind.Department,
        "team" => UnitKind.Team,
        _ => null,
    };

    private async Task ListAsync(HttpContext http, string endpoint, string scope, Func<string?, UnitKind?> kindOf, Func<int?, string?> idOf, params string[] parameters)
    {
        var isLegal = endpoint == "legal-entities";
        if (!isLegal && !gate.Beta(http))
        {
            await Answers.NoSuchEndpointAsync(http, tenant.Context);
            return;
        }

        if (!await gate.EnterAsync(http, endpoint, scope, ["limit", "cursor", .. parameters]) || (isLegal && await LacksLegalEntitiesAsync(http)))
        {
            return;
        }

        var keeps = tenant.Switches.NextLink != PersonioNextLink.WithFilters;
        var (paging, problem) = isLegal ? Paging.Read(http.Request, MostLegalEntities, UsualLegalEntities, keeps) : Paging.Read(http.Request, Most, Usual, keeps);
        var sort = paging?["sort"] ?? (isLegal ? "-id" : "id");
        if (paging is null || !s_sorts.Contains(sort, StringComparer.Ordinal) || kindOf(paging["type"]) is not { } kind)
        {
            await Answers.BadRequestAsync(http, problem ?? Answers.InvalidParameters, tenant.Context);
            return;
        }

        var ids = paging["id"]?.Split(',', StringSplitOptions.TrimEntries);
        var found = tenant.Workforce.Units.Of(kind)
            .Where(unit => !unit.Archived && (ids is null || ids.Contains(idOf(unit.Id), StringComparer.Ordinal)) && (paging["name"] is not { } name || unit.Name == name))
            .Where(_ => !isLegal || paging["country"] is not { } country || country.Split(',').Contains("DE", StringComparer.Ordinal));
        var sorted = sort.TrimStart('-') == "name" ? found.OrderBy(unit => unit.Name, StringComparer.Ordinal).ThenBy(unit => unit.Id) : found.OrderBy(unit => unit.Id);
        var rows = (sort[0] == '-' ? sorted.Reverse() : sorted).Select((unit, index) => (Unit: unit, Place: index + 1L)).Skip((int)Math.Min(paging.After, int.MaxValue));
        await Lists.AnswerAsync(http, tenant, paging, rows, row => row.Place, (json, row) => Write(json, row.Unit, idOf, isWhole: false));
    }

    private async Task OneAsync(HttpContext http, string id, string endpoint, UnitKind? kind, Func<int?, string?> idOf, params string[] parameters)
    {
        if (!await gate.EnterAsync(http, endpoint, Scopes.Persons, parameters) || (kind == UnitKind.Subcompany && await LacksLegalEntitiesAsync(http)))
        {
            return;
        }

        if (kind is not { } known)
        {
            await Answers.BadRequestAsync(http, Answers.InvalidParameters, tenant.Context);
            return;
        }

        if (tenant.Workforce.Units.Of(known).FirstOrDefault(unit => idOf(unit.Id) == id) is not { } found)
        {
            await Answers.NoSuchResourceAsync(http, tenant.Context);
            return;
        }

        await Json.AnswerAsync(http, json => Write(json, found, idOf, http.Request.Query["include_parent_chain"] == "true"));
    }

    private async Task<bool> LacksLegalEntitiesAsync(HttpContext http)
    {
        if (tenant.Switches.HasLegalEntities)
        {
            return false;
        }

        await Answers.ProblemAsync(http, 412, "Precondition Failed", "The account does not have legal entities.", tenant.Context);
        return true;
    }

    private void Write(Utf8JsonWriter json, Unit unit, Func<int?, string?> idOf, bool isWhole)
    {
        json.WriteStartObject();
        json.WriteString("id", idOf(unit.Id));
        json.WriteString("name", unit.Name);
        switch (unit.Kind)
        {
            case UnitKind.Department or UnitKind.Team:
                json.WriteString("type", unit.Kind == UnitKind.Team ? "team" : "department");

                // A department's parent is a division, which Personio has no kind for.
                if (unit.Kind == UnitKind.Team && tenant.Workforce.Units.Find(unit.ParentId) is { Kind: UnitKind.Department or UnitKind.Team } parent)
                {
                    json.WriteString("parent_id", idOf(parent.Id));
                    json.WriteStartArray("parent_chain");
                    WriteParent(json, parent, idOf, isWhole);
                    json.WriteEndArray();
                }

                json.WriteString("create_time", tenant.Context.Options.Today is { } today
                    ? today.AddYears(-3).ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture)
                    : PersonWriter.Instant(tenant.Time.GetUtcNow().AddYears(-3)));
                break;
            case UnitKind.Subcompany:
                json.WriteString("country", "DE");
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteParent(Utf8JsonWriter json, Unit parent, Func<int?, string?> idOf, bool isWhole)
    {
        json.WriteStartObject();
        json.WriteString("id", idOf(parent.Id));
        if (isWhole)
        {
            json.WriteString("name", parent.Name);
            json.WriteString("type", parent.Kind == UnitKind.Team ? "team" : "department");
        }

        json.WriteEndObject();
    }
}
