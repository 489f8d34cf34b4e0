using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Control;

/// <summary>The control API under <c>/_control</c>: look at the made-up company, change it while it runs, ask for faults. Plain
/// queries and forms of query parameters, so that curl is enough.</summary>
internal static class ControlEndpoints
{
    public static void Map(WebApplication app, EmulatorContext context)
    {
        var control = app.MapGroup("/_control");
        var workforce = context.Workforce;
        control.MapGet("/state", () => Results.Json(new
        {
            vendor = context.Options.Vendor,
            people = workforce.Count,
            version = workforce.Version,
            withdrawn = workforce.Access.Withdrawn,
            calls = context.Calls.ByEndpoint,
        }));
        control.MapGet("/people", (string? email, int? take) => Results.Json(workforce.People()
            .Where(p => email is null || p.Email == email).Take(take ?? 20)
            .Select(p => new { number = p.Number, email = p.Email, lifecycle = p.Lifecycle.ToString() })));
        control.MapGet("/units", (string? kind) => Enum.TryParse<UnitKind>(kind, ignoreCase: true, out var wanted)
            ? Results.Json(workforce.Units.Of(wanted).Select(u => new { id = u.Id, name = u.Name }))
            : Unknown("kind", Enum.GetNames<UnitKind>()));
        MapPeople(control, workforce);
        MapCompany(control, workforce);
        MapFaults(control, context.Faults);

        // Without a name it only shows them.
        control.MapMethods("/switches", [HttpMethods.Get, HttpMethods.Post], (string? name, string? value) =>
            name is null ? Results.Json(SwitchBoard.Read(context.Switches))
            : SwitchBoard.Set(context.Switches, name, value ?? "") is { } wrong ? Results.BadRequest(new { error = wrong })
            : Results.NoContent());
    }

    private static void MapPeople(RouteGroupBuilder control, Workforce workforce)
    {
        control.MapPost("/hire", (string? firstName, string? lastName, string? email) => Person(workforce.Hire(p => p with
        {
            FirstName = firstName ?? p.FirstName,
            LastName = lastName ?? p.LastName,
            Email = email ?? p.Email,
        })));
        control.MapPost("/people/{number:int}/terminate", (int number, string? day) => Person(workforce.Terminate(number, DayOf(day))));
        control.MapPost("/people/{number:int}/rehire", (int number) => Person(workforce.Rehire(number)));
        control.MapPost("/people/{number:int}/delete", (int number) => workforce.Delete(number) ? Results.NoContent() : Results.NotFound());
        control.MapPost("/people/{number:int}/rename", (int number, string firstName, string lastName) => Person(workforce.Rename(number, firstName, lastName)));
        control.MapPost("/people/{number:int}/email", (int number, string? email) => Person(workforce.SetEmail(number, email)));
        control.MapPost("/people/{number:int}/manager", (int number, int? manager) => Person(workforce.SetManager(number, manager)));
        control.MapPost("/people/{number:int}/move", (int number, int unit) => Person(workforce.Move(number, unit)));
        control.MapPost("/people/{number:int}/external-id", (int number, string? id) => Person(workforce.SetExternalId(number, id)));
        control.MapPost("/people/{number:int}/field", (int number, string key, [FromQuery] string[]? value) => Person(workforce.SetCustom(number, key, [.. value ?? []])));
    }

    private static void MapCompany(RouteGroupBuilder control, Workforce workforce)
    {
        control.MapPost("/units/{id:int}/rename", (int id, string name) => workforce.RenameUnit(id, name) is { } unit ? Results.Json(unit) : Results.NotFound());
        control.MapPost("/units/{id:int}/archive", (int id, bool? archived) => workforce.ArchiveUnit(id, archived ?? true) is { } unit ? Results.Json(unit) : Results.NotFound());
        control.MapPost("/units/add", (string kind, string name) => Enum.TryParse<UnitKind>(kind, ignoreCase: true, out var wanted)
            ? Results.Json(workforce.AddUnit(wanted, name))
            : Unknown("kind", Enum.GetNames<UnitKind>()));
        control.MapPost("/fields/rename", (string key, string label) => workforce.RenameField(key, label) is { } field ? Results.Json(field) : Results.NotFound());
        control.MapPost("/fields/add", (string label, string type, [FromQuery] string[]? option) => Enum.TryParse<AddedFieldType>(type, ignoreCase: true, out var wanted)
            ? Results.Json(workforce.AddField(label, wanted, option ?? []))
            : Unknown("type", Enum.GetNames<AddedFieldType>()));
        control.MapPost("/fields/remove", (string key) => workforce.RemoveField(key) ? Results.NoContent() : Results.NotFound());
        control.MapPost("/permissions/withdraw", (string key) =>
        {
            workforce.Access.Withdraw(key);
            return Results.NoContent();
        });
        control.MapPost("/permissions/grant", (string key) =>
        {
            workforce.Access.Grant(key);
            return Results.NoContent();
        });
    }

    private static void MapFaults(RouteGroupBuilder control, FaultPlan faults)
    {
        control.MapGet("/faults", () => Results.Json(faults.Rules));
        control.MapPost("/faults/add", (string kind, string? endpoint, double? probability, int? atCall, int? times, double? delaySeconds) =>
        {
            if (!Enum.TryParse<FaultKind>(kind, ignoreCase: true, out var wanted))
            {
                return Unknown("kind", Enum.GetNames<FaultKind>());
            }

            faults.Add(new FaultRule
            {
                Kind = wanted,
                Endpoint = endpoint,
                Probability = probability ?? 1,
                AtCall = atCall,
                Times = times,
                Delay = TimeSpan.FromSeconds(delaySeconds ?? 1),
            });
            return Results.NoContent();
        });
        control.MapPost("/faults/clear", () =>
        {
            faults.Clear();
            return Results.NoContent();
        });
    }

    private static DateOnly? DayOf(string? day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var date) ? date : null;

    private static IResult Person(Person? person) => person is null ? Results.NotFound() : Results.Json(new { number = person.Number });

    private static IResult Unknown(string parameter, string[] known) =>
        Results.BadRequest(new { error = $"“{parameter}” is not known.", known });
}
