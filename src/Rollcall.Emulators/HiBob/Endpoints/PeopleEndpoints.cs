using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.HiBob.Search;
using Rollcall.Emulators.HiBob.Wire;

namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>The search, the read of one employee, and the reads that were retired in May 2025.</summary>
internal static class PeopleEndpoints
{
    public static void Map(Routes routes, HiBobTenant tenant)
    {
        routes.Post("/people/search", http => SearchAsync(http, tenant), switches => switches.SearchesPerMinute);
        routes.Post("/people/{identifier}", http => OneAsync(http, tenant), switches => switches.SearchesPerMinute);
        routes.Get("/people", http => RetiredAsync(http, tenant));
        routes.Get("/people/{identifier}", http => RetiredAsync(http, tenant));
    }

    private static async Task SearchAsync(HttpContext http, HiBobTenant tenant)
    {
        if (await RequestAsync(http, tenant) is { } request)
        {
            await new EmployeesAnswer(tenant, EmployeeShape.Of(request, tenant), request).WriteAsync(http);
        }
    }

    private static async Task OneAsync(HttpContext http, HiBobTenant tenant)
    {
        if (await RequestAsync(http, tenant) is not { } request)
        {
            return;
        }

        if (tenant.Roster.Find((string)http.Request.RouteValues["identifier"]!) is not { } person)
        {
            await Answers.Empty(http, 404);
            return;
        }

        var shape = EmployeeShape.Of(request, tenant);
        await Answers.Json(http, writer =>
        {
            if (tenant.Switches.OneEmployeeIsWrapped)
            {
                writer.WriteStartObject();
                writer.WriteStartArray("employees");
            }

            shape.Write(writer, person, http.Has(FaultKind.WrongTypes));
            if (tenant.Switches.OneEmployeeIsWrapped)
            {
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        });
    }

    private static Task RetiredAsync(HttpContext http, HiBobTenant tenant) => tenant.Switches.RetiredPeople switch
    {
        BobRetiredAnswer.LoginPage => Answers.LoginPage(http),
        BobRetiredAnswer.Unauthorized => Answers.Empty(http, 401),
        BobRetiredAnswer.Forbidden => Answers.Forbidden(http),
        BobRetiredAnswer.NotFound => Answers.Empty(http, 404),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static async Task<SearchRequest?> RequestAsync(HttpContext http, HiBobTenant tenant)
    {
        if (await Body.ReadAsync(http) is not { } body)
        {
            return null;
        }

        if (SearchRequest.Parse(body, tenant.Switches, out var wrong) is { } request)
        {
            return request;
        }

        await Answers.BadRequest(http, wrong);
        return null;
    }
}
