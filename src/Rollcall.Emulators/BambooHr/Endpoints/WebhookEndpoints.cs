using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Webhooks;
using Rollcall.Emulators.BambooHr.Wire;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary>Management of permissioned webhooks. A webhook belongs to the user whose key made it.</summary>
internal static class WebhookEndpoints
{
    public static void Map(Routes routes, BambooHrTenant tenant)
    {
        routes.Get("v1", "webhooks", http => List(http, tenant));
        routes.Post("v1", "webhooks", http => SaveAsync(http, tenant, null));
        routes.Get("v1", "webhooks/monitor_fields", http => MonitorFields(http, tenant));
        routes.Get("v1", "webhooks/post-fields", http => PostFields(http, tenant));
        routes.Get("v1", "webhooks/{id:int}", http => OwnAsync(http, tenant, webhook => Answers.Json(http, 200, writer => webhook.Write(writer, false))));
        routes.Put("v1", "webhooks/{id:int}", http => OwnAsync(http, tenant, webhook => SaveAsync(http, tenant, webhook)));
        routes.Delete("v1", "webhooks/{id:int}", http => OwnAsync(http, tenant, webhook => Delete(http, tenant, webhook)));
        routes.Get("v1", "webhooks/{id:int}/log", http => OwnAsync(http, tenant, webhook => Log(http, tenant, webhook)));
    }

    private static Task List(HttpContext http, BambooHrTenant tenant)
    {
        var own = tenant.Webhooks.All.Where(webhook => webhook.Owner == Gate.UserOf(http)).ToList();
        return Answers.Json(http, 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("webhooks");
            foreach (var webhook in own)
            {
                webhook.WriteSummary(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static Task OwnAsync(HttpContext http, BambooHrTenant tenant, Func<Webhook, Task> answer)
    {
        var id = int.Parse((string)http.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);
        var webhook = tenant.Webhooks.All.FirstOrDefault(webhook => webhook.Id == id);
        if (webhook is null)
        {
            return Answers.WebhookErrors(http, 404, $"No webhook was found with ID: {id}.");
        }

        // Here "errors" is an object, everywhere else an array.
        return webhook.Owner == Gate.UserOf(http)
            ? answer(webhook)
            : Answers.Json(http, 403, writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("errors");
                writer.WriteString("error", $"You do not have access to webhook ID: {id}");
                writer.WriteEndObject();
                writer.WriteEndObject();
            });
    }

    // PUT replaces everything but the key.
    private static async Task SaveAsync(HttpContext http, BambooHrTenant tenant, Webhook? existing)
    {
        WebhookRequest? request;
        List<string> issues;
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            request = WebhookRequest.Parse(document.RootElement, tenant.Switches.WebhookTargetsMustBeHttps, out issues);
        }
        catch (JsonException)
        {
            request = null;
            issues = ["The request body is not valid JSON."];
        }

        if (request is null)
        {
            await Answers.WebhookErrors(http, 400, "Invalid request body", issues);
        }
        else if (!await DeniedAsync(http, tenant, request))
        {
            if (existing is null)
            {
                var made = tenant.Webhooks.Add(Gate.UserOf(http), request);
                await Answers.Json(http, 201, writer => made.Write(writer, true));
            }
            else
            {
                existing.Request = request;
                await Answers.Json(http, 200, writer => existing.Write(writer, false));
            }
        }
    }

    private static async Task<bool> DeniedAsync(HttpContext http, BambooHrTenant tenant, WebhookRequest request)
    {
        var monitored = (request.MonitorFields ?? []).Select(name => (Name: name, Field: Monitorable(tenant, name))).ToList();
        var posted = request.PostFields.Select(pair => (Name: pair.Key, Field: tenant.Fields.Find(pair.Key))).ToList();
        var unknown = monitored.Concat(posted).Where(pair => pair.Field is null).Select(pair => pair.Name).ToList();
        var deniedMonitored = monitored.Select(pair => pair.Field).OfType<FieldSpec>().Where(field => !tenant.CanRead(field)).ToList();
        var deniedPosted = posted.Select(pair => pair.Field).OfType<FieldSpec>().Where(field => !tenant.CanRead(field)).ToList();
        if (unknown.Count + deniedMonitored.Count + deniedPosted.Count == 0)
        {
            return false;
        }

        await Answers.Json(http, 403, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("errors");
            writer.WriteStartObject();
            writer.WriteString("error", "Permission denied to the following fields");
            WriteDenied(writer, "monitorFields", deniedMonitored);
            WriteDenied(writer, "postFields", deniedPosted);
            writer.WriteStartArray("unknownFields");
            foreach (var name in unknown)
            {
                writer.WriteStartObject();
                writer.WriteNull("id");
                writer.WriteString("name", name);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return true;
    }

    private static FieldSpec? Monitorable(BambooHrTenant tenant, string name) =>
        tenant.Fields.Find(name) is { Id: not null } field && (!field.Custom || tenant.Switches.CustomFieldsMonitorable) ? field : null;

    private static void WriteDenied(Utf8JsonWriter writer, string name, List<FieldSpec> fields)
    {
        writer.WriteStartArray(name);
        foreach (var field in fields)
        {
            writer.WriteStartObject();
            MetaEndpoints.WriteId(writer, "id", field.Id ?? field.Key);
            writer.WriteString("name", field.Key);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static Task Delete(HttpContext http, BambooHrTenant tenant, Webhook webhook)
    {
        tenant.Webhooks.Remove(webhook);
        return Answers.Text(http, 200, "Web hook has been deleted.", "text/plain; charset=UTF-8");
    }

    private static Task Log(HttpContext http, BambooHrTenant tenant, Webhook webhook) => Answers.Json(http, 200, writer =>
    {
        var attempts = tenant.Webhooks.LogOf(webhook.Id);
        var lastSuccess = attempts.FirstOrDefault(attempt => attempt.Status is >= 200 and < 300);
        writer.WriteStartArray();
        foreach (var attempt in attempts)
        {
            writer.WriteStartObject();
            writer.WriteString("webhookId", webhook.IdText);
            writer.WriteString("url", attempt.Url);
            writer.WriteString("lastAttempted", Webhook.Stamp(attempt.At));
            writer.WriteString("lastSuccess", lastSuccess is null ? "Webhook Not Found" : Webhook.Stamp(lastSuccess.At));
            writer.WriteString("statusCode", (attempt.Status ?? 0).ToString(CultureInfo.InvariantCulture));
            writer.WriteString("format", attempt.Format);
            writer.WriteStartArray("employeeIds");
            foreach (var id in attempt.EmployeeIds)
            {
                writer.WriteStringValue(id);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static Task MonitorFields(HttpContext http, BambooHrTenant tenant) => Answers.Json(http, 200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("fields");
        foreach (var field in tenant.Fields.Listed.Where(field => !field.Deprecated && field.Alias != "terminationDate" && tenant.CanRead(field) && Monitorable(tenant, field.Id!) is not null))
        {
            writer.WriteStartObject();
            writer.WriteString("id", field.Id);
            writer.WriteString("name", field.Label);
            writer.WriteString("alias", field.Alias);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static Task PostFields(HttpContext http, BambooHrTenant tenant)
    {
        var fields = tenant.Fields.Listed.Where(field => !field.Deprecated && tenant.CanRead(field) && !field.Id!.Contains('.')).ToList();
        var pages = fields.Select(field => field.Page).Distinct(StringComparer.Ordinal).ToList();
        return Answers.Json(http, 200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("fields");
            foreach (var field in fields)
            {
                writer.WriteStartObject();
                writer.WriteString("alias", field.Alias);
                writer.WriteString("name", field.Label);
                writer.WriteString("type", field.Type);
                MetaEndpoints.WriteId(writer, "id", field.Id!);
                writer.WriteNumber("pageId", 4000 + pages.IndexOf(field.Page));
                writer.WriteNull("tableId");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("pages");
            for (var at = 0; at < pages.Count; at++)
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", 4000 + at);
                writer.WriteString("name", pages[at]);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("tables");
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
