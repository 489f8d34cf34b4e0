using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Rollcall.Configuration;
using Rollcall.Core.Connecting;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Features.Integrations;
using Rollcall.Scheduling;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>Makes, tests, changes and removes connections.</summary>
internal static class ConnectionSettingsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Connections");
        group.MapGet("/providers", Providers).As("listProviders", ApiScope.Read, "List the kinds of HRIS and the settings that each needs");
        group.MapPost("/connections", CreateAsync).Once().ProducesProblem(400).As("createConnection", ApiScope.Configure, "Connect an HRIS account, once its settings passed a test");
        group.MapDelete("/connections/{name}", RemoveAsync).ProducesProblem(404).ProducesProblem(409).As("removeConnection", ApiScope.Admin, "Take a connection out of use; what it wrote stays");
        group.MapPost("/connections/{name}/test", TestAsync).ProducesProblem(400).ProducesProblem(404).As("testConnection", ApiScope.Configure, "Test a connection as it is stored, or with other settings");
        group.MapGet("/connections/{name}/settings", SettingsAsync).ProducesProblem(404).As("getConnectionSettings", ApiScope.Configure, "Look at the settings, without secrets");
        group.MapPut("/connections/{name}/settings", SaveSettingsAsync).Edits().As("putConnectionSettings", ApiScope.Configure, "Replace the settings, and those secrets that are given");
        group.MapGet("/connections/{name}/rules", RulesAsync).ProducesProblem(404).As("getConnectionRules", ApiScope.Read, "Look at schedule, guard and invitations");
        group.MapPut("/connections/{name}/rules", SaveRulesAsync).Edits().As("putConnectionRules", ApiScope.Configure, "Replace schedule, guard and invitations");
    }

    private static Ok<IReadOnlyList<ApiProvider>> Providers() => TypedResults.Ok<IReadOnlyList<ApiProvider>>([.. Connectors.Connectors.All.Select(c => new ApiProvider(
        c.Key, c.Name, [.. c.Settings.Select(f => new ApiSettingField(f.Key, f.Label, f.Help, f.Secret, f.Required, f.Default, [.. f.Choices]))], [.. c.SetupSteps.Select(s => new ApiSetupStep(s.Title, s.Text))]))]);

    private static async Task<Results<Created<ApiConnection>, ProblemHttpResult>> CreateAsync(ApiNewConnection body, IntegrationService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (Connectors.Connectors.Find(body.Provider) is not { } connector)
        {
            return TypedResults.Problem(ApiProblems.Wrong($"There is no provider “{body.Provider}”.", $"Write one of {string.Join(", ", Connectors.Connectors.All.Select(c => c.Key))}."));
        }

        var standing = new ConnectionConfig { Name = body.Name, Provider = connector.Key, Mappings = [] };
        var (rules, wrongRules) = RulesOf(body.Rules ?? new ApiRules(), standing);
        var draft = new SettingsDraft(connector, new Dictionary<string, string>(), []);
        List<ApiMistake> wrong = [.. Fill(draft, body.Settings, body.Secrets), .. wrongRules];
        if (wrong.Count > 0)
        {
            return TypedResults.Problem(ApiProblems.Wrong("The connection cannot be made so.", "Correct what errors lists.", wrong));
        }

        if (!ConnectionRules.IsName(body.Name))
        {
            return TypedResults.Problem(BadName(body.Name));
        }

        var test = await service.TestNewAsync(draft, cancellationToken);
        switch (await service.ConnectAsync(body.Name, draft, body.DespiteProblems, cancellationToken))
        {
            case ConnectOutcome.BadName:
                return TypedResults.Problem(BadName(body.Name));
            case ConnectOutcome.NameTaken:
                return TypedResults.Problem(ApiProblems.Taken("connection"));
            case ConnectOutcome.TestFailed or ConnectOutcome.NotTested:
                return TypedResults.Problem(ApiProblems.Many(
                    422, "test-failed", "Nothing was stored: the HRIS cannot be read with these settings.", "Do what errors says, or send despiteProblems to keep it disabled.",
                    [.. test.Test.Problems.Select(p => new ApiMistake(test.Setting ?? "settings", p.Code, p.What, p.Fix))]));
        }

        if (await service.FindAsync(body.Name, cancellationToken) is not { } view)
        {
            return TypedResults.Problem(ApiProblems.Gone("connection"));
        }

        if (body.Rules is not null)
        {
            // What the test found is kept: nobody enables by a rule what cannot be read.
            await service.SaveRulesAsync(view.Entry.Id, view.Entry.Config, rules with { Enabled = rules.Enabled && view.Entry.Config.Enabled }, cancellationToken);
            view = (await service.FindAsync(body.Name, cancellationToken))!;
        }

        return TypedResults.Created($"{RollcallApi.Base}/connections/{body.Name}", ConnectionsApi.Of(view.Entry));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string name, IntegrationService service, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(name, cancellationToken) is not { } view)
        {
            return Gone();
        }

        var came = await service.RemoveAsync(view.Entry.Id, view.Entry.Config.Name, cancellationToken);
        return came == ChangeOutcome.Done ? TypedResults.NoContent() : Refused(came);
    }

    private static async Task<Results<Ok<ApiTest>, ProblemHttpResult>> TestAsync(string name, [FromBody] ApiNewSettings? body, IntegrationService service, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(name, cancellationToken) is not { } view)
        {
            return Gone();
        }

        SettingsDraft? draft = null;
        if (body is not null)
        {
            draft = new SettingsDraft(view.Connector, view.Entry.Settings, view.SecretsSet);
            if (Fill(draft, body.Settings, body.Secrets) is { Count: > 0 } wrong)
            {
                return TypedResults.Problem(ApiProblems.Wrong("The settings cannot be tested.", "Correct what errors lists.", wrong));
            }
        }

        return await service.TestAsync(view.Entry.Id, draft, cancellationToken) is { } outcome ? TypedResults.Ok(Of(outcome)) : Gone();
    }

    private static async Task<Results<Ok<ApiSettings>, ProblemHttpResult>> SettingsAsync(string name, IntegrationService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(name, cancellationToken) is not { } view)
        {
            return Gone();
        }

        ApiEtags.Tag(response, Of(view));
        return TypedResults.Ok(Of(view));
    }

    private static async Task<Results<Ok<ApiSettings>, ProblemHttpResult>> SaveSettingsAsync(
        string name, ApiNewSettings body, IntegrationService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(name, cancellationToken) is not { } view)
        {
            return Gone();
        }

        if (ApiEtags.Refused(http.Request, Of(view)) is { } refused)
        {
            return refused;
        }

        var draft = new SettingsDraft(view.Connector, view.Entry.Settings, view.SecretsSet);
        if (Fill(draft, body.Settings, body.Secrets) is { Count: > 0 } wrong)
        {
            return TypedResults.Problem(ApiProblems.Wrong("Nothing was stored: the settings are not whole.", "Correct what errors lists.", wrong));
        }

        var came = await service.SaveSettingsAsync(view.Entry.Id, draft, cancellationToken);
        return came == ChangeOutcome.Done ? await SettingsAsync(name, service, http.Response, cancellationToken) : Refused(came);
    }

    private static async Task<Results<Ok<ApiRules>, ProblemHttpResult>> RulesAsync(string name, IntegrationService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(name, cancellationToken) is not { } view)
        {
            return Gone();
        }

        ApiEtags.Tag(response, Of(view.Entry.Config));
        return TypedResults.Ok(Of(view.Entry.Config));
    }

    private static async Task<Results<Ok<ApiRules>, ProblemHttpResult>> SaveRulesAsync(string name, ApiRules body, IntegrationService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(name, cancellationToken) is not { } view)
        {
            return Gone();
        }

        if (ApiEtags.Refused(http.Request, Of(view.Entry.Config)) is { } refused)
        {
            return refused;
        }

        var (rules, wrong) = RulesOf(body, view.Entry.Config);
        if (wrong.Count > 0)
        {
            return TypedResults.Problem(ApiProblems.Wrong("Nothing was stored: a rule is out of range.", "Correct what errors lists.", wrong));
        }

        var came = await service.SaveRulesAsync(view.Entry.Id, view.Entry.Config, rules, cancellationToken);
        return came == ChangeOutcome.Done ? await RulesAsync(name, service, http.Response, cancellationToken) : Refused(came);
    }

    private static ProblemHttpResult Refused(ChangeOutcome came) => came switch
    {
        ChangeOutcome.Gone => Gone(),
        ChangeOutcome.Busy => TypedResults.Problem(ApiProblems.Of(409, "busy", "Nothing was changed: a run of the connection is going on.", "Ask again when it has ended.")),

        // It was looked at before and was fine, so what it was compared with is not what it was.
        ChangeOutcome.ChangedMeanwhile or ChangeOutcome.Invalid => ApiEtags.Meanwhile(),
        ChangeOutcome.Done => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Puts settings and secrets into a draft, and says what is wrong with them: each setting is sent whole, what is left out has its default.</summary>
    private static List<ApiMistake> Fill(SettingsDraft draft, IReadOnlyDictionary<string, string>? settings, IReadOnlyDictionary<string, string>? secrets)
    {
        var wrong = new List<ApiMistake>();
        var fields = draft.Connector.Settings;
        foreach (var (place, key, isSecret) in (settings ?? new Dictionary<string, string>()).Keys.Select(k => ("settings", k, false)).Concat((secrets ?? new Dictionary<string, string>()).Keys.Select(k => ("secrets", k, true))))
        {
            if (fields.FirstOrDefault(f => f.Key == key) is not { } field)
            {
                wrong.Add(new ApiMistake($"{place}.{key}", "unknown", $"{draft.Connector.Name} has no setting “{key}”.", $"Known are {string.Join(", ", fields.Select(f => f.Key))}."));
            }
            else if (field.Secret != isSecret)
            {
                wrong.Add(new ApiMistake($"{place}.{key}", "misplaced", $"“{key}” belongs under {(field.Secret ? "secrets" : "settings")}.", "Move it there."));
            }
        }

        foreach (var field in fields)
        {
            draft.Set(field.Key, field.Secret ? secrets?.GetValueOrDefault(field.Key) : settings?.GetValueOrDefault(field.Key) ?? field.Default);
        }

        wrong.AddRange(draft.Check().Select(p => MistakeOf(fields.First(f => f.Key == p.Key), p.Value)));
        return wrong;
    }

    private static ApiMistake MistakeOf(SettingField field, SettingProblem problem) => problem switch
    {
        SettingProblem.Missing => new ApiMistake(PlaceOf(field), "missing", $"“{field.Label}” is missing.", field.Help),
        SettingProblem.NoChoice => new ApiMistake(PlaceOf(field), "no-choice", $"“{field.Label}” is not one of its choices.", $"Write one of {string.Join(", ", field.Choices)}."),
        SettingProblem.WriteAgain => new ApiMistake(PlaceOf(field), "write-again", "The address changed: a stored secret goes to no other address than before.", $"Send “{field.Key}” under secrets again."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string PlaceOf(SettingField field) => $"{(field.Secret ? "secrets" : "settings")}.{field.Key}";

    private static ProblemDetails BadName(string name) => ApiProblems.Wrong($"“{name}” is no name of a connection.", "Use lower-case letters, digits and hyphens, 60 at most.");

    private static (ConnectionConfig Rules, IReadOnlyList<ApiMistake> Wrong) RulesOf(ApiRules body, ConnectionConfig standing)
    {
        var wrong = new List<ApiMistake>();
        var schedule = ScheduleRules.Parse(body.Schedule);
        if (schedule is null)
        {
            wrong.Add(new ApiMistake("schedule", "not-understood", $"“{body.Schedule}” is no schedule.", "Write off, “every 30 minutes”, or a crontab line such as “0 6 * * 1-5”."));
        }

        if (!ConfigWords.WhenReturning.TryGetValue(body.WhenReturning, out var returning))
        {
            wrong.Add(new ApiMistake("whenReturning", "not-understood", $"“{body.WhenReturning}” is not known.", $"Write one of {string.Join(", ", ConfigWords.WhenReturning.Keys)}."));
        }

        var limits = body.Limits ?? new ApiLimits();
        var rules = standing with
        {
            Enabled = body.Enabled,
            Schedule = schedule ?? standing.Schedule,
            AutoInvite = body.AutoInvite,
            WhenReturning = returning,
            CreateUpcoming = body.CreateUpcoming,
            MissingReadsBeforeLeaving = body.MissingReadsBeforeLeaving,
            Limits = new PlanLimits
            {
                MaxDeactivatedPercent = limits.MaxDeactivatedPercent,
                AlwaysAllowedDeactivations = limits.AlwaysAllowedDeactivations,
                AlwaysAllowedOthers = limits.AlwaysAllowedOthers,
                MaxRebindPercent = limits.MaxRebindPercent,
                MaxManagerChangePercent = limits.MaxManagerChangePercent,
                MaxCreatedPercent = limits.MaxCreatedPercent,
                MaxCoverageDropPoints = limits.MaxCoverageDropPoints,
            },
        };
        wrong.AddRange(ConnectionRules.Problems(rules).Select(field => new ApiMistake(
            char.ToLowerInvariant(field[0]) + field[1..], "out-of-range", "The number is out of range.", "docs/configuration.md has the range of each; they are the same here.")));
        return (rules, wrong);
    }

    private static ApiRules Of(ConnectionConfig config) => new(
        config.Enabled, config.Schedule.ToString(), config.AutoInvite, ConfigWords.WhenReturning.For(config.WhenReturning), config.CreateUpcoming, config.MissingReadsBeforeLeaving,
        new ApiLimits(
            config.Limits.MaxDeactivatedPercent, config.Limits.AlwaysAllowedDeactivations, config.Limits.AlwaysAllowedOthers, config.Limits.MaxRebindPercent, config.Limits.MaxManagerChangePercent,
            config.Limits.MaxCreatedPercent, config.Limits.MaxCoverageDropPoints));

    private static ApiSettings Of(ConnectionView view) =>
        new(view.Entry.Settings.OrderBy(s => s.Key, StringComparer.Ordinal).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal), [.. view.SecretsSet.Order(StringComparer.Ordinal)]);

    private static ApiTest Of(TestOutcome outcome) => new(
        outcome.IsUsable, outcome.Test.Authenticated, outcome.Test.VisiblePeople, outcome.Test.ReadableAttributes, outcome.Setting,
        [.. outcome.Test.Problems.Select(p => new ApiTestProblem(p.Code, p.What, p.Fix, p.TraceId))]);

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("connection"));
}
