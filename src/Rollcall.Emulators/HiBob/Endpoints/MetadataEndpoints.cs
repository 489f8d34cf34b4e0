using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.HiBob.Fields;
using Rollcall.Emulators.HiBob.Lists;
using Rollcall.Emulators.HiBob.Wire;

namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>The fields of the account, which need no right, and its named lists.</summary>
internal static class MetadataEndpoints
{
    public static void Map(Routes routes, HiBobTenant tenant)
    {
        routes.Get("/company/people/fields", http => Answers.Json(http, writer => WriteFields(writer, tenant.Fields)), needsRight: false);
        routes.Get("/company/named-lists", http => ListsAsync(http, tenant));
        routes.Get("/company/named-lists/{listName}", http => ListAsync(http, tenant));
    }

    private static void WriteFields(Utf8JsonWriter writer, FieldCatalog fields)
    {
        writer.WriteStartArray();
        foreach (var field in fields.All)
        {
            writer.WriteStartObject();
            writer.WriteString("id", field.Id);
            writer.WriteString("categoryId", field.Category);
            writer.WriteString("categoryDisplayName", Categories.DisplayName(field.Category));
            writer.WriteString("category", field.Category);
            writer.WriteString("name", field.Name);
            writer.WriteString("description", field.Description);
            writer.WriteString("jsonPath", field.JsonPath);
            writer.WriteString("type", field.Type.Word());

            // An object even for fields without a list.
            writer.WriteStartObject("typeData");
            if (field.ListId is { } list)
            {
                writer.WriteString("listId", list);
            }

            writer.WriteEndObject();
            writer.WriteBoolean("historical", field.Historical);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static async Task ListsAsync(HttpContext http, HiBobTenant tenant)
    {
        if (await ArchivedAsync(http) is not { } archived)
        {
            return;
        }

        var lists = tenant.Lists.All(tenant.Fields);
        await Answers.Json(http, writer =>
        {
            switch (tenant.Switches.NamedLists)
            {
                case BobNamedListsForm.Keyed:
                    writer.WriteStartObject();
                    foreach (var list in lists)
                    {
                        writer.WritePropertyName(list.Name);
                        WriteList(writer, list, archived);
                    }

                    writer.WriteEndObject();
                    break;
                case BobNamedListsForm.Wrapped:
                    writer.WriteStartObject();
                    writer.WritePropertyName("lists");
                    WriteArray(writer, lists, archived);
                    writer.WriteEndObject();
                    break;
                default:
                    WriteArray(writer, lists, archived);
                    break;
            }
        });
    }

    private static async Task ListAsync(HttpContext http, HiBobTenant tenant)
    {
        if (await ArchivedAsync(http) is not { } archived)
        {
            return;
        }

        // Names are case-sensitive.
        if (tenant.Lists.Find(tenant.Fields, (string)http.Request.RouteValues["listName"]!) is { } list)
        {
            await Answers.Json(http, writer => WriteList(writer, list, archived));
        }
        else
        {
            await Answers.Empty(http, 404);
        }
    }

    /// <summary>Whether archived items are asked for; null after a refusal.</summary>
    private static async Task<bool?> ArchivedAsync(HttpContext http)
    {
        var text = http.Request.Query["includeArchived"].ToString();
        if (text.Length == 0)
        {
            return false;
        }

        if (bool.TryParse(text, out var archived))
        {
            return archived;
        }

        await Answers.BadRequest(http, "includeArchived must be a boolean");
        return null;
    }

    private static void WriteArray(Utf8JsonWriter writer, IEnumerable<NamedList> lists, bool archived)
    {
        writer.WriteStartArray();
        foreach (var list in lists)
        {
            writer.WriteStartObject();
            writer.WriteString("name", list.Name);
            writer.WritePropertyName("items");
            WriteItems(writer, list.Items, archived);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // The items come twice, under either name.
    private static void WriteList(Utf8JsonWriter writer, NamedList list, bool archived)
    {
        writer.WriteStartObject();
        writer.WriteString("name", list.Name);
        writer.WritePropertyName("values");
        WriteItems(writer, list.Items, archived);
        writer.WritePropertyName("items");
        WriteItems(writer, list.Items, archived);
        writer.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter writer, IReadOnlyList<ListItem> items, bool archived)
    {
        writer.WriteStartArray();
        foreach (var item in items.Where(item => archived || !item.Archived))
        {
            writer.WriteStartObject();
            if (item.NumericId)
            {
                writer.WriteNumber("id", long.Parse(item.Id, CultureInfo.InvariantCulture));
            }
            else
            {
                writer.WriteString("id", item.Id);
            }

            writer.WriteString("value", item.Name);
            writer.WriteString("name", item.Name);
            writer.WriteBoolean("archived", item.Archived);
            writer.WritePropertyName("children");
            WriteItems(writer, item.Children, archived);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
