using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Rollcall.Api;

/// <summary>What the OpenAPI document says beyond what the endpoints' own types say.</summary>
internal static class ApiDocument
{
    /// <summary>The scope of an operation, for programs that read the document.</summary>
    public const string ScopeExtension = "x-scope";

    internal const string Security = "token";

    private static readonly (string Status, string Text)[] s_doors =
    [
        ("401", "No token came, or one that is not good."), ("403", "The token's scope is too small."), ("429", "Too many requests; wait as long as Retry-After says."),
    ];

    private static readonly (string Status, string Text) s_misunderstood = ("400", "The request was not understood; nothing was done.");

    private static readonly (string Name, string Text)[] s_tags =
    [
        ("Connections", "HRIS accounts: connect, test, change, sync, pause and remove."),
        ("Mappings", "What an HRIS offers, where it goes, and who is left alone."),
        ("Runs", "Previews, syncs, decisions and undos."),
        ("Directory", "The change log, explanations, and what is held."),
        ("Employees", "People with everything that is known of them, and edits by hand."),
        ("Teams", "Teams, departments and the like."),
        ("Levels", "Levels and their order."),
        ("Attributes", "Custom attributes and their options."),
        ("Subscriptions", "Other programs that hear of changes, and what was sent to them."),
        ("Access", "Tokens of programs, members, and invitations."),
        ("Mail", "The mail server and the sender of a workspace."),
        ("Alerts", "Who is told when something needs somebody, and what was told."),
        ("Retention", "How long what is kept."),
        ("Configuration", "Everything that is configured, as one document."),
        ("Workspaces", "The companies of a server."),
    ];

    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = endpoint => endpoint.ActionDescriptor.EndpointMetadata.OfType<ApiScopeMetadata>().Any();
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddOperationTransformer(DescribeOperation);
        options.AddSchemaTransformer(DescribeSchema);
        options.AddDocumentTransformer(DescribeDocument);
    }

    private static Task DescribeOperation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var scope = RollcallApi.Word(metadata.OfType<ApiScopeMetadata>().First().Scope);
        operation.Description = $"Needs a token with the scope {scope} or a larger one.";
        (operation.Extensions ??= new Dictionary<string, IOpenApiExtension>())[ScopeExtension] = new JsonNodeExtension(scope);
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Security, context.Document)] = [] }];
        operation.Parameters ??= [];
        if (metadata.OfType<IdempotentMetadata>().Any())
        {
            operation.Parameters.Add(Header(Idempotency.Header, "A random text of yours. The same request with the same key is done once: sent again within a day, it gets the answer that it got.", Idempotency.LongestKey));
        }

        if (metadata.OfType<IfMatchMetadata>().Any())
        {
            operation.Parameters.Add(Header("If-Match", "The ETag of what was read: the edit is refused when somebody changed it since. Without it, the edit is made on what stands.", null));
        }

        return Task.CompletedTask;
    }

    private static Task DescribeSchema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(JsonElement))
        {
            (schema.Type, schema.AdditionalPropertiesAllowed) = (JsonSchemaType.Object, true);
        }

        if (context.JsonTypeInfo.Type == typeof(ProblemDetails) && schema.Properties is { } properties)
        {
            properties["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable; docs/api.md lists them." };
            properties["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Each thing that is wrong, when there are several.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["at"] = Text("Which field, or line and column."), ["code"] = Text("Stable."), ["what"] = Text("What is wrong."), ["fix"] = Text("What to write instead."),
                    },
                },
            };
        }

        return Task.CompletedTask;
    }

    private static Task DescribeDocument(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Rollcall",
            Version = "1",
            Description = "Keeps a people directory in step with HR systems. Every request needs a token of the workspace; “rollcall tokens create” or the settings make one.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };

        // Wherever the document was fetched from: a server does not know its own name.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Security] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token of the workspace." },
        };
        var operations = document.Paths.Values.SelectMany(p => p.Operations ?? []).Select(o => o.Value).ToList();
        var used = operations.SelectMany(o => o.Tags ?? new HashSet<OpenApiTagReference>()).Select(t => t.Reference.Id).ToHashSet(StringComparer.Ordinal);
        document.Tags = s_tags.Where(t => used.Contains(t.Name)).Select(t => new OpenApiTag { Name = t.Name, Description = t.Text }).ToHashSet();
        foreach (var operation in operations)
        {
            operation.Responses ??= [];
            var takes = operation.RequestBody is not null || operation.Parameters?.Any(p => p.In != ParameterLocation.Path) == true;
            foreach (var (status, text) in takes ? [.. s_doors, s_misunderstood] : s_doors)
            {
                operation.Responses[status] = ProblemOf(text, document);
            }
        }

        LetAnswersGrow(document, operations);
        return Task.CompletedTask;
    }

    /// <summary>A request with a name that is not known is refused; an answer may have more names one day.</summary>
    private static void LetAnswersGrow(OpenApiDocument document, IReadOnlyList<OpenApiOperation> operations)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<IOpenApiSchema?>(operations.SelectMany(o => o.RequestBody?.Content?.Values.Select(m => m.Schema) ?? []));
        while (open.TryDequeue(out var schema))
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id } && !asked.Add(id))
            {
                continue;
            }

            foreach (var part in (schema?.Properties?.Values ?? []).Concat(schema?.OneOf ?? []).Append(schema?.Items!).Where(part => part is not null))
            {
                open.Enqueue(part);
            }
        }

        foreach (var (_, schema) in document.Components!.Schemas!.Where(s => !asked.Contains(s.Key)))
        {
            ((OpenApiSchema)schema).AdditionalPropertiesAllowed = true;
        }
    }

    private static OpenApiResponse ProblemOf(string text, OpenApiDocument document) => new()
    {
        Description = text,
        Content = new Dictionary<string, OpenApiMediaType> { [MediaTypeNames.Application.ProblemJson] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), document) } },
    };

    private static OpenApiParameter Header(string name, string text, int? longest) => new()
    {
        Name = name, In = ParameterLocation.Header, Required = false, Description = text, Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = longest },
    };

    private static OpenApiSchema Text(string text) => new() { Type = JsonSchemaType.String, Description = text };
}
