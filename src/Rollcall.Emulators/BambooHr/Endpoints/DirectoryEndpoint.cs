using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Wire;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary>
/// <c>employees/directory</c>: what the company shares with everybody. Governed by sharing settings and not by rights on records, so
/// never a roster: only active people, and only those published.
/// </summary>
internal static class DirectoryEndpoint
{
    private static readonly (string Id, string Type, string Name)[] s_all =
    [
        ("displayName", "text", "Display name"), ("firstName", "text", "First name"), ("lastName", "text", "Last name"), ("preferredName", "text", "Preferred name"),
        ("jobTitle", "list", "Job title"), ("workPhone", "text", "Work Phone"), ("mobilePhone", "text", "Mobile Phone"), ("workEmail", "email", "Work Email"),
        ("department", "list", "Department"), ("location", "list", "Location"), ("division", "list", "Division"), ("facebook", "text", "Facebook URL"),
        ("linkedIn", "text", "LinkedIn URL"), ("twitterFeed", "text", "Twitter Feed"), ("pinterest", "text", "Pinterest URL"), ("instagram", "text", "Instagram URL"),
        ("pronouns", "list", "Pronouns"), ("workPhoneExtension", "text", "Work Ext."), ("supervisor", "employee", "Manager"), ("photoUploaded", "bool", "Employee photo exists"),
        ("photoUrl", "url", "Employee photo url"), ("canUploadPhoto", "bool", ""),
    ];

    private static readonly string[] s_orgChart = ["displayName", "firstName", "lastName", "preferredName", "jobTitle", "pronouns", "photoUploaded", "photoUrl", "canUploadPhoto"];

    public static void Map(Routes routes, BambooHrTenant tenant) => routes.Get("v1,v1_1,v1_2", "employees/directory", http => Directory(http, tenant));

    private static Task Directory(HttpContext http, BambooHrTenant tenant)
    {
        if (tenant.Switches.Directory == DirectorySharing.Off)
        {
            return Answers.Empty(http, 403, "Directory disabled for this account");
        }

        var future = http.Request.Query["onlyCurrent"].ToString() is "false" or "0";
        var roster = tenant.Roster.WithFuture(future);
        var people = tenant.Switches.Directory == DirectorySharing.Empty
            ? []
            : tenant.Workforce.People().Where(person => IsPublished(person) && (roster.IsActive(person) || (future && roster.IsFuture(person)))).ToList();
        if (people.Count == 0)
        {
            return Answers.Empty(http, 404, "No employees found");
        }

        var fields = s_all.Where(field => tenant.Switches.Directory == DirectorySharing.Full || s_orgChart.Contains(field.Id, StringComparer.Ordinal)).ToList();
        return Format.WantsJson(http.Request) ? Json(http, tenant, roster, fields, people) : Xml(http, tenant, roster, fields, people);
    }

    // A few people are left out of the directory by a setting of their record.
    private static bool IsPublished(Person person) => person.Number % 41 != 5;

    private static Task Json(HttpContext http, BambooHrTenant tenant, Roster roster, List<(string Id, string Type, string Name)> fields, List<Person> people) => Answers.Json(http, 200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("fields");
        foreach (var (id, type, name) in fields)
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("type", type);
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("employees");
        foreach (var person in people)
        {
            writer.WriteStartObject();
            writer.WriteString("id", Roster.Id(person));
            foreach (var (id, _, _) in fields)
            {
                WriteValue(writer, id, person, tenant, roster);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteValue(Utf8JsonWriter writer, string id, Person person, BambooHrTenant tenant, Roster roster)
    {
        switch (id)
        {
            case "photoUploaded":
                writer.WriteBoolean(id, ComputedFields.HasPhoto(person));
                break;
            case "canUploadPhoto":
                writer.WriteNumber(id, 1);
                break;
            default:
                writer.WriteString(id, Text(id, person, tenant, roster));
                break;
        }
    }

    private static string? Text(string id, Person person, BambooHrTenant tenant, Roster roster) => id switch
    {
        "supervisor" => roster.Manager(person) is { } manager ? Roster.FirstLast(manager) : "",
        "photoUrl" => PhotoUrl(person, tenant),
        _ => FieldCatalog.Read(tenant.Fields.Find(id)!, person, roster) is { Kind: not ValueKind.Empty } value ? value.Text : null,
    };

    // Signed addresses expire: the same photo has another address at every hour.
    private static string PhotoUrl(Person person, BambooHrTenant tenant)
    {
        if (!ComputedFields.HasPhoto(person))
        {
            return "https://resources.bamboohr.com/images/photo_person_160x160.png";
        }

        var until = tenant.Time.GetUtcNow().AddHours(2).ToUnixTimeSeconds() / 3600 * 3600;
        return string.Create(CultureInfo.InvariantCulture, $"https://images7.bamboohr.com/{tenant.Switches.CompanyDomain}/photos/{person.Number}-6-4.jpg?Policy={until}&Signature=made-up");
    }

    private static Task Xml(HttpContext http, BambooHrTenant tenant, Roster roster, List<(string Id, string Type, string Name)> fields, List<Person> people) => RowXml.WriteAsync(http, async xml =>
    {
        await RowXml.StartAsync(xml, "directory");
        await RowXml.StartAsync(xml, "fieldset");
        foreach (var (id, _, name) in fields)
        {
            await RowXml.FieldAsync(xml, id, name);
        }

        await xml.WriteEndElementAsync();
        await RowXml.StartAsync(xml, "employees");
        foreach (var person in people)
        {
            await RowXml.StartAsync(xml, "employee");
            await RowXml.AttributeAsync(xml, "id", Roster.Id(person));
            foreach (var (id, _, _) in fields)
            {
                var text = id == "photoUploaded" ? (ComputedFields.HasPhoto(person) ? "true" : "false") : id == "canUploadPhoto" ? "yes" : Text(id, person, tenant, roster);
                await RowXml.FieldAsync(xml, id, text);
            }

            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
    });
}
