using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Wire;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary><c>GET employees/{id}</c>, where 0 is the key's own user, and the photo.</summary>
internal static class EmployeeEndpoints
{
    private const int MostFields = 400;

    // The smallest picture a JPEG reader accepts: one grey pixel.
    private static readonly byte[] s_photo = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////"
        + "wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=");

    public static void Map(Routes routes, BambooHrTenant tenant)
    {
        routes.Get("v1,v1_1,v1_2", "employees/{id}", http => One(http, tenant));
        routes.Get("v1", "employees/{id}/photo/{size}", http => Photo(http, tenant));
    }

    /// <summary>By record id; 0 is the caller, if the key's user is an employee.</summary>
    internal static Person? Find(BambooHrTenant tenant, string id) =>
        id == "0" ? tenant.Workforce.Find(tenant.Switches.CallerEmployeeId) : tenant.Roster.Find(id);

    private static Task One(HttpContext http, BambooHrTenant tenant)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        var names = Names(http.Request, tenant.Switches);
        if (names.Count > MostFields)
        {
            return Answers.Empty(http, 400, "Too many fields requested, the limit is 400");
        }

        if (id == "0" && tenant.Workforce.Find(tenant.Switches.CallerEmployeeId) is null)
        {
            return Write(http, "0", []);
        }

        if (Find(tenant, id) is not { } person)
        {
            return Answers.Empty(http, 404, "Employee not found, Employee not found");
        }

        if (!tenant.Roster.CanSee(person))
        {
            return tenant.Switches.ForbiddenEmployeeIsNotFound
                ? Answers.Empty(http, 404, "Employee not found, Employee not found")
                : Answers.Empty(http, 403, "Insufficient Permissions to view this employee");
        }

        var roster = tenant.Roster.WithFuture(http.Request.Query["onlyCurrent"].ToString() is "false" or "0");
        var fields = tenant.Fields;
        var values = names
            .Where(name => name != "id")
            .Select(name => (Name: name, Field: fields.Find(name)))
            .Where(pair => pair.Field is not null && tenant.CanRead(pair.Field))
            .Select(pair => (pair.Name, Field: pair.Field!, Value: Read(pair.Field!, person, roster)))
            .ToList();
        return Write(http, Roster.Id(person), values, tenant.Switches);
    }

    private static Task Write(HttpContext http, string id, IReadOnlyList<(string Name, FieldSpec Field, FieldValue Value)> values, BambooHrSwitches? switches = null)
    {
        if (Format.WantsJson(http.Request))
        {
            return Answers.Json(http, 200, writer => WriteJson(writer, id, values, switches));
        }

        return RowXml.WriteAsync(http, async xml =>
        {
            await RowXml.StartAsync(xml, "employee");
            await RowXml.AttributeAsync(xml, "id", id);
            foreach (var (name, field, value) in values)
            {
                await RowXml.FieldAsync(xml, name, value.Kind == ValueKind.Money ? value.Text : Spelling.Text(field, value, Surface.Employee, switches!), value.Currency);
            }

            await xml.WriteEndElementAsync();
        });
    }

    private static void WriteJson(Utf8JsonWriter writer, string id, IReadOnlyList<(string Name, FieldSpec Field, FieldValue Value)> values, BambooHrSwitches? switches)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        foreach (var (name, field, value) in values)
        {
            writer.WritePropertyName(name);
            Spelling.Write(writer, field, value, Surface.Employee, switches!);
        }

        writer.WriteEndObject();
    }

    // Only this endpoint's spelling of the manager is in doubt; reports say "Last, First".
    private static FieldValue Read(FieldSpec field, Person person, Roster roster)
    {
        var value = FieldCatalog.Read(field, person, roster);
        return field.Alias == "supervisor" && value.Kind == ValueKind.Text && roster.Switches.EmployeeSupervisor == SupervisorNameForm.PreferredLast
            ? FieldValue.Of(Roster.PreferredLast(roster.Manager(person)!))
            : value;
    }

    // One comma list; repeated or bracketed parameters are not read.
    private static List<string> Names(HttpRequest request, BambooHrSwitches switches)
    {
        var given = request.Query.TryGetValue("fields", out var values) && values.Count > 0 ? values[^1] : null;
        return string.IsNullOrEmpty(given)
            ? switches.EmployeeDefaultsToNames ? ["firstName", "lastName"] : []
            : [.. given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
    }

    private static Task Photo(HttpContext http, BambooHrTenant tenant)
    {
        var size = (string)http.Request.RouteValues["size"]!;
        if (size is not ("original" or "large" or "medium" or "small" or "xs" or "tiny")
            || Find(tenant, (string)http.Request.RouteValues["id"]!) is not { } person
            || !tenant.Roster.CanSee(person)
            || !ComputedFields.HasPhoto(person))
        {
            return Answers.Empty(http, 404, "Photo not found");
        }

        http.Response.ContentType = "image/jpeg";
        return http.Response.Body.WriteAsync(s_photo, http.RequestAborted).AsTask();
    }
}
