using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
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
    private const string Root = "/_control";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Map(WebApplication app, EmulatorContext context)
    {
        app.Use(ExplainAsync);
        var control = app.MapGroup(Root).AddEndpointFilterFactory(OnlyKnown);
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
            : SwitchBoard.Set(context.Switches, name, value ?? "") is { } wrong ? Wrong(wrong)
            : Results.NoContent());
        app.Map(Root + "/{**rest}", (string? rest) => Missing($"There is no “{rest}” for this method. Known: {string.Join(", ", Known(app))}."));
    }

    // A parameter that is missing or is no number is told in words.
    private static async Task ExplainAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException wrong) when (http.Request.Path.StartsWithSegments(Root, StringComparison.Ordinal) && !http.Response.HasStarted)
        {
            await Wrong(wrong.Message).ExecuteAsync(http);
        }
    }

    // A parameter that an action does not have is a slip: without it the action would do something else than was asked.
    private static EndpointFilterDelegate OnlyKnown(EndpointFilterFactoryContext action, EndpointFilterDelegate next)
    {
        var known = action.MethodInfo.GetParameters().Select(p => p.Name!).ToList();
        return call =>
        {
            var path = call.HttpContext.Request.RouteValues;
            return call.HttpContext.Request.Query.Keys.FirstOrDefault(k => !known.Contains(k, StringComparer.OrdinalIgnoreCase)) is { } unknown
                ? ValueTask.FromResult<object?>(Wrong($"There is no parameter “{unknown}”. Known: {string.Join(", ", known.Where(k => !path.ContainsKey(k)).DefaultIfEmpty("none"))}."))
                : next(call);
        };
    }

    private static IEnumerable<string> Known(IEndpointRouteBuilder app) => app.DataSources
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Select(endpoint => endpoint.RoutePattern.RawText ?? "")
        .Where(path => path.StartsWith(Root + "/", StringComparison.Ordinal) && !path.Contains("**", StringComparison.Ordinal))
        .Select(path => path[(Root.Length + 1)..].Replace(":int", "", StringComparison.Ordinal).TrimEnd('/'))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static void MapPeople(RouteGroupBuilder control, Workforce workforce)
    {
        control.MapPost("/hire", (string? firstName, string? lastName, string? email, string? day, int? manager) => !TryDay(day, out var first)
            ? Wrong($"“{day}” is no day, yyyy-MM-dd.")
            : Person(
                0,
                workforce.Hire(p => p with
                {
                    FirstName = firstName ?? p.FirstName,
                    LastName = lastName ?? p.LastName,
                    Email = email ?? p.Email,
                    HireDate = first ?? p.HireDate,
                    Lifecycle = first > workforce.Today ? Lifecycle.Onboarding : p.Lifecycle,
                    ManagerNumber = manager ?? p.ManagerNumber,
                })));
        control.MapPost("/people/{number:int}/terminate", (int number, string? day) => TryDay(day, out var last)
            ? Person(number, workforce.Terminate(number, last))
            : Wrong($"“{day}” is no day, yyyy-MM-dd."));
        control.MapPost("/people/{number:int}/rehire", (int number) => Person(number, workforce.Rehire(number)));
        control.MapPost("/people/{number:int}/delete", (int number) => workforce.Delete(number) ? Results.NoContent() : Person(number, null));
        control.MapPost("/people/{number:int}/rename", (int number, string firstName, string lastName) => Person(number, workforce.Rename(number, firstName, lastName)));
        control.MapPost("/people/{number:int}/email", (int number, string? email) => Person(number, workforce.SetEmail(number, email)));
        control.MapPost("/people/{number:int}/manager", (int number, int? manager) => Person(number, workforce.SetManager(number, manager)));
        control.MapPost("/people/{number:int}/move", (int number, int unit) => workforce.Units.Find(unit) is null ? NoUnit(unit) : Person(number, workforce.Move(number, unit)));
        control.MapPost("/people/{number:int}/external-id", (int number, string? id) => Person(number, workforce.SetExternalId(number, id)));
        control.MapPost("/people/{number:int}/field", (int number, string key, [FromQuery] string[]? value) => Person(number, workforce.SetCustom(number, key, [.. value ?? []])));
    }

    private static void MapCompany(RouteGroupBuilder control, Workforce workforce)
    {
        control.MapPost("/units/{id:int}/rename", (int id, string name) => workforce.RenameUnit(id, name) is { } unit ? Json(unit) : NoUnit(id));
        control.MapPost("/units/{id:int}/archive", (int id, bool? archived) => workforce.ArchiveUnit(id, archived ?? true) is { } unit ? Json(unit) : NoUnit(id));
        control.MapPost("/units/add", (string kind, string name) => Enum.TryParse<UnitKind>(kind, ignoreCase: true, out var wanted)
            ? Json(workforce.AddUnit(wanted, name))
            : Unknown("kind", Enum.GetNames<UnitKind>()));
        control.MapPost("/fields/rename", (string key, string label) => workforce.RenameField(key, label) is { } field ? Json(field) : NoField(key));
        control.MapPost("/fields/add", (string label, string type, [FromQuery] string[]? option) => Enum.TryParse<AddedFieldType>(type, ignoreCase: true, out var wanted)
            ? Json(workforce.AddField(label, wanted, option ?? []))
            : Unknown("type", Enum.GetNames<AddedFieldType>()));
        control.MapPost("/fields/remove", (string key) => workforce.RemoveField(key) ? Results.NoContent() : NoField(key));
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
        control.MapGet("/faults", () => Json(faults.Rules));
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

    private static bool TryDay(string? text, out DateOnly? day)
    {
        day = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : null;
        return day is not null || string.IsNullOrEmpty(text);
    }

    private static IResult Person(int asked, Person? person) => person is null ? Missing($"There is no person {asked}.") : Results.Json(new { number = person.Number });

    private static IResult NoUnit(int id) => Missing($"There is no unit {id}; units?kind=… lists them.");

    private static IResult NoField(string key) => Missing($"There is no added field “{key}”.");

    // Kinds and types by name.
    private static IResult Json<T>(T value) => Results.Json(value, s_json);

    private static IResult Missing(string error) => Results.Json(new { error }, s_json, statusCode: StatusCodes.Status404NotFound);

    private static IResult Wrong(string error) => Results.Json(new { error }, s_json, statusCode: StatusCodes.Status400BadRequest);

    private static IResult Unknown(string parameter, string[] known) => Wrong($"“{parameter}” is not known. Known: {string.Join(", ", known)}.");
}
