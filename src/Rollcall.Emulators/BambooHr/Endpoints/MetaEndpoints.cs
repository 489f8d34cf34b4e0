using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Wire;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary><c>meta/fields</c>, <c>meta/lists</c>, <c>meta/tables</c>, <c>meta/users</c> and <c>company_information</c>.</summary>
internal static class MetaEndpoints
{
    private const string Versions = "v1,v1_1,v1_2";

    public static void Map(Routes routes, BambooHrTenant tenant)
    {
        routes.Get(Versions, "meta/fields", http => Allowed(http, tenant, () => Fields(http, tenant)));
        routes.Get(Versions, "meta/lists", http => Allowed(http, tenant, () => OptionLists(http, tenant)));
        routes.Get(Versions, "meta/tables", http => Allowed(http, tenant, () => Tables(http, tenant)));
        routes.Get(Versions, "meta/users", http => Allowed(http, tenant, () => Users(http, tenant)));
        routes.Get("v1", "company_information", http => Allowed(http, tenant, () => CompanyInformation(http)));
    }

    private static Task Allowed(HttpContext http, BambooHrTenant tenant, Func<Task> answer) =>
        tenant.Switches.Metadata == AreaAccess.Allowed ? answer() : Answers.Empty(http, 403, "You do not have permission to view employee fields");

    private static Task Fields(HttpContext http, BambooHrTenant tenant)
    {
        var fields = tenant.Fields.Listed.Where(tenant.CanRead).ToList();
        if (!Format.WantsJson(http.Request))
        {
            return RowXml.WriteAsync(http, async xml =>
            {
                await RowXml.StartAsync(xml, "fields");
                foreach (var field in fields)
                {
                    await RowXml.StartAsync(xml, "field");
                    await RowXml.AttributeAsync(xml, "id", field.Id!);
                    await RowXml.AttributeAsync(xml, "type", field.Type);
                    if (field.Alias is { } alias)
                    {
                        await RowXml.AttributeAsync(xml, "alias", alias);
                    }

                    await xml.WriteStringAsync(field.Label);
                    await xml.WriteEndElementAsync();
                }

                await xml.WriteEndElementAsync();
            });
        }

        return Answers.Json(http, 200, writer =>
        {
            writer.WriteStartArray();
            foreach (var field in fields)
            {
                WriteField(writer, field);
            }

            writer.WriteEndArray();
        });
    }

    // Deprecated twins have their keys in another order, and one more; most fields have no alias at all.
    private static void WriteField(Utf8JsonWriter writer, FieldSpec field)
    {
        writer.WriteStartObject();
        WriteId(writer, "id", field.Id!);
        if (field.Deprecated)
        {
            writer.WriteString("type", field.Type);
            writer.WriteBoolean("deprecated", true);
            writer.WriteString("name", field.Label);
        }
        else
        {
            writer.WriteString("name", field.Label);
            writer.WriteString("type", field.Type);
        }

        if (field.Alias is { } alias)
        {
            writer.WriteString("alias", alias);
        }

        writer.WriteEndObject();
    }

    /// <summary>A whole id is a JSON number, a dotted one a text.</summary>
    internal static void WriteId(Utf8JsonWriter writer, string name, string id)
    {
        if (int.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            writer.WriteNumber(name, whole);
        }
        else
        {
            writer.WriteString(name, id);
        }
    }

    private static Task OptionLists(HttpContext http, BambooHrTenant tenant)
    {
        var lists = tenant.Fields.OptionLists.Where(list => tenant.Fields.Find(list.FieldId.ToString(CultureInfo.InvariantCulture)) is not { } field || tenant.CanRead(field)).ToList();
        return !Format.WantsJson(http.Request)
            ? OptionListsXml(http, tenant, lists)
            : Answers.Json(http, 200, writer =>
            {
                writer.WriteStartArray();
                foreach (var list in lists)
                {
                    WriteList(writer, list, tenant.Roster);
                }

                writer.WriteEndArray();
            });
    }

    private static void WriteList(Utf8JsonWriter writer, OptionList list, Roster roster)
    {
        writer.WriteStartObject();
        if (list.ListId is { } id)
        {
            writer.WriteNumber("id", id);
        }

        writer.WriteNumber("fieldId", list.FieldId);
        writer.WriteString("manageable", list.Manageable ? "yes" : "no");
        writer.WriteString("multiple", list.Multiple ? "yes" : "no");
        writer.WriteString("name", list.Name);
        if (list.Alias is { } alias)
        {
            writer.WriteString("alias", alias);
        }

        writer.WriteStartArray("options");
        foreach (var option in list.Read(roster))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", option.Id);
            writer.WriteString("archived", option.Archived ? "yes" : "no");
            writer.WriteString("manageable", option.Archived || !list.Manageable ? "no" : "yes");
            WriteTime(writer, "createdDate", option.Created);
            WriteTime(writer, "archivedDate", option.ArchivedAt);
            writer.WriteString("name", option.Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Task OptionListsXml(HttpContext http, BambooHrTenant tenant, IReadOnlyList<OptionList> lists) => RowXml.WriteAsync(http, async xml =>
    {
        await RowXml.StartAsync(xml, "lists");
        foreach (var list in lists)
        {
            await RowXml.StartAsync(xml, "list");
            await RowXml.AttributeAsync(xml, "fieldId", list.FieldId.ToString(CultureInfo.InvariantCulture));
            await RowXml.AttributeAsync(xml, "manageable", list.Manageable ? "yes" : "no");
            await RowXml.AttributeAsync(xml, "multiple", list.Multiple ? "yes" : "no");
            await xml.WriteElementStringAsync(null, "name", null, list.Name);
            await RowXml.StartAsync(xml, "options");
            foreach (var option in list.Read(tenant.Roster))
            {
                await RowXml.StartAsync(xml, "option");
                await RowXml.AttributeAsync(xml, "id", option.Id.ToString(CultureInfo.InvariantCulture));
                await RowXml.AttributeAsync(xml, "archived", option.Archived ? "yes" : "no");
                await xml.WriteStringAsync(option.Name);
                await xml.WriteEndElementAsync();
            }

            await xml.WriteEndElementAsync();
            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    });

    private static Task Tables(HttpContext http, BambooHrTenant tenant)
    {
        var tables = tenant.Tables.Where(table => table.Columns.Any(column => column.Field is null || tenant.CanRead(column.Field))).ToList();
        return Answers.Json(http, 200, writer =>
        {
            writer.WriteStartArray();
            foreach (var table in tables)
            {
                writer.WriteStartObject();
                writer.WriteString("alias", table.Alias);
                writer.WriteStartArray("fields");
                foreach (var column in table.Columns.Where(column => column.Id is not null))
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("id", column.Id!.Value);
                    writer.WriteString("name", column.Label);
                    writer.WriteString("alias", column.Alias);
                    writer.WriteString("type", column.Type);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private static Task Users(HttpContext http, BambooHrTenant tenant)
    {
        var wanted = http.Request.Query["status"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        var users = BambooHrUsers.Of(tenant).Where(user => wanted.Length == 0 || wanted.Contains(user.Status, StringComparer.Ordinal)).ToList();
        return !Format.WantsJson(http.Request)
            ? UsersXml(http, users)
            : Answers.Json(http, 200, writer =>
            {
                writer.WriteStartObject();
                foreach (var user in users)
                {
                    writer.WriteStartObject(user.Id.ToString(CultureInfo.InvariantCulture));
                    writer.WriteNumber("id", user.Id);
                    writer.WriteNumber("employeeId", user.EmployeeId);
                    writer.WriteString("firstName", user.FirstName);
                    writer.WriteString("lastName", user.LastName);
                    writer.WriteString("email", user.Email);
                    writer.WriteString("status", user.Status);
                    if (user.LastLogin is not null)
                    {
                        WriteTime(writer, "lastLogin", user.LastLogin);
                    }

                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
            });
    }

    private static Task UsersXml(HttpContext http, IReadOnlyList<BambooHrUser> users) => RowXml.WriteAsync(http, async xml =>
    {
        await RowXml.StartAsync(xml, "users");
        foreach (var user in users)
        {
            await RowXml.StartAsync(xml, "user");
            await RowXml.AttributeAsync(xml, "id", user.Id.ToString(CultureInfo.InvariantCulture));
            if (user.EmployeeId != 0)
            {
                await RowXml.AttributeAsync(xml, "employeeId", user.EmployeeId.ToString(CultureInfo.InvariantCulture));
            }

            await xml.WriteElementStringAsync(null, "firstName", null, user.FirstName);
            await xml.WriteElementStringAsync(null, "lastName", null, user.LastName);
            await xml.WriteElementStringAsync(null, "email", null, user.Email ?? "");
            await xml.WriteElementStringAsync(null, "status", null, user.Status);
            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    });

    private static Task CompanyInformation(HttpContext http) => Answers.Json(http, 200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("legalName", "Acme GmbH");
        writer.WriteString("displayName", "Acme");
        writer.WriteStartObject("address");
        writer.WriteString("line1", "Beispielstraße 1");
        writer.WriteString("line2", "");
        writer.WriteString("city", "München");
        writer.WriteString("state", "BY");
        writer.WriteString("zip", "80331");
        writer.WriteEndObject();
        writer.WriteString("phone", "+49 89 555 0100");
        writer.WriteEndObject();
    });

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WriteString(name, FieldValue.Of(known).Text);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
