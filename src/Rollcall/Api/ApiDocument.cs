using System.Net.Mime;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Rollcall.Api;

/// <summary>What the OpenAPI document says beyond what the endpoints' own types say.</summary>
internal static class ApiDocument
{
    private const string Security = "token";

    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = endpoint => endpoint.ActionDescriptor.EndpointMetadata.OfType<ApiScopeMetadata>().Any();
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Rollcall",
                Version = "1",
                Description = "Keeps a people directory in step with HR systems. Every request needs a token of the workspace; “rollcall tokens create” makes one.",
                License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            };

            // Wherever the document was fetched from: a server does not know its own name.
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Security] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token of the workspace." },
            };
            document.Tags = new HashSet<OpenApiTag>
            {
                new() { Name = "Connections", Description = "HRIS accounts." }, new() { Name = "Runs", Description = "Previews, syncs, decisions and undos." }, new() { Name = "Directory", Description = "People, teams, levels, attributes, and what is held." },
                new() { Name = "Subscriptions", Description = "Other programs that hear of changes." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var scope = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiScopeMetadata>().First().Scope;
            operation.Description = $"Needs a token with the scope {RollcallApi.Word(scope)} or a larger one.";
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Security, context.Document)] = [] }];
            operation.Responses ??= [];
            foreach (var (status, text) in new[] { ("401", "No token came, or one that is not good."), ("403", "The token's scope is too small."), ("429", "Too many requests; wait as long as Retry-After says.") })
            {
                operation.Responses[status] = new OpenApiResponse { Description = text, Content = new Dictionary<string, OpenApiMediaType> { [MediaTypeNames.Application.ProblemJson] = new() } };
            }

            return Task.CompletedTask;
        });
    }
}
