using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using MudBlazor;
using MudBlazor.Services;
using Quartz;
using Rollcall.Alerts;
using Rollcall.Api;
using Rollcall.Demo;
using Rollcall.Features.Access;
using Rollcall.Features.Account;
using Rollcall.Features.Alerts;
using Rollcall.Features.Attributes;
using Rollcall.Features.Employees;
using Rollcall.Features.Findings;
using Rollcall.Features.Home;
using Rollcall.Features.Integrations;
using Rollcall.Features.Invitations;
using Rollcall.Features.Levels;
using Rollcall.Features.Mapping;
using Rollcall.Features.OrgChart;
using Rollcall.Features.Runs;
using Rollcall.Features.Settings;
using Rollcall.Features.Shell;
using Rollcall.Features.Subscriptions;
using Rollcall.Features.Teams;
using Rollcall.Scheduling;
using Rollcall.Storage;
using Rollcall.Subscriptions;
using Rollcall.Syncing;
using Rollcall.Telemetry;
using Rollcall.Upkeep;
using Rollcall.Webhooks;

namespace Rollcall.Server;

/// <summary>What a server does, of several on one database.</summary>
internal enum ServerDuty
{
    /// <summary>Serves pages and webhooks, and syncs.</summary>
    Both,

    /// <summary>Serves pages and takes webhooks; syncs only what people start here.</summary>
    Web,

    /// <summary>Syncs by schedule and webhook; serves nothing but its health.</summary>
    Worker,
}

/// <summary>What a line of the log looks like.</summary>
internal enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON object, for programs.</summary>
    Json,
}

/// <summary>How the server is started.</summary>
/// <param name="Storage">Where the data is.</param>
/// <param name="Url">What it listens on; port 0 takes a free one.</param>
/// <param name="LogLevel">What is logged, to standard error.</param>
/// <param name="Demo">The emulated HR systems of the demo, when this is one.</param>
/// <param name="Duty">What it does.</param>
/// <param name="RunsAtOnce">How many syncs it has going at once by itself.</param>
/// <param name="AllowsPrivateTargets">Whether changes may be sent to programs on this machine or in the company's own network.</param>
/// <param name="LogFormat">What a line of the log looks like.</param>
internal sealed record ServerOptions(
    StorageChoice Storage, string Url, LogLevel LogLevel, DemoGuide? Demo = null, ServerDuty Duty = ServerDuty.Both, int RunsAtOnce = RunPlaces.Usual,
    bool AllowsPrivateTargets = false, LogFormat LogFormat = LogFormat.Text);

/// <summary>The web app, on the same parts as the terminal.</summary>
internal sealed class RollcallServer : IAsyncDisposable
{
    private static readonly string[] s_cultures = ["en", "en-GB", "en-US", "de", "de-AT", "de-CH", "fr", "es", "it", "nl", "pl"];
    private readonly WebApplication running;

    private RollcallServer(WebApplication running) => this.running = running;

    public Uri Address => new(running.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IServiceProvider Services => running.Services;

    /// <exception cref="NewerDatabaseException">The database was made by a newer version.</exception>
    /// <exception cref="DatabaseUnavailableException">The database cannot be opened.</exception>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<RollcallServer> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "rollcall", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "rollcall.staticwebassets.runtime.json")))
        {
            // Started from what was built, not from what was published.
            builder.WebHost.UseStaticWebAssets();
        }

        builder.Services.AddRollcall(options.Storage with { ServesPages = true }, options.LogLevel);
        AddWeb(builder.Services);
        AddWork(builder.Services, options.Duty, new RunPlaces(options.RunsAtOnce));
        builder.Services.AddSingleton(new TargetRule(options.AllowsPrivateTargets));
        TelemetryExport.Add(builder.Services, builder.Configuration);
        if (options.LogFormat == LogFormat.Json)
        {
            builder.Logging.AddJsonConsole();
        }

        builder.Services.AddSingleton(options.Demo ?? DemoGuide.None);
        var app = builder.Build();
        try
        {
            await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
            Use(app, options.Duty);
            await app.StartAsync(cancellationToken);
            return new RollcallServer(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public Task UntilStoppedAsync(CancellationToken cancellationToken) => running.WaitForShutdownAsync(cancellationToken);

    /// <summary>The link that creates the first account; null when there is one already.</summary>
    public async Task<Uri?> SetupLinkAsync(CancellationToken cancellationToken) =>
        await Services.GetRequiredService<MemberStore>().AnyAccountAsync(cancellationToken)
            ? null
            : new Uri(Address, "/setup/" + Services.GetRequiredService<OneTimeLinks>().Create(AccessEndpoints.SetupPurpose));

    /// <summary>A link that signs in as the demo's owner, once.</summary>
    public async Task<Uri> DemoLinkAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        await using var scope = Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<AccountService>().DemoOwnerAsync(workspace.Id, cancellationToken);
        return new Uri(Address, "/sign-in/" + Services.GetRequiredService<OneTimeLinks>().Create(AccessEndpoints.DemoPurpose + account.Id));
    }

    public async ValueTask DisposeAsync()
    {
        await running.StopAsync(CancellationToken.None);
        await Services.GetRequiredService<AfterRuns>().IdleAsync();
        await running.DisposeAsync();
    }

    private static void AddWork(IServiceCollection services, ServerDuty duty, RunPlaces places)
    {
        services.AddSingleton(places);
        services.AddQuartz(quartz => quartz.UseDefaultThreadPool(places.AtOnce));
        services.AddSingleton<SyncScheduler>();
        services.AddSingleton<WebhookWorker>();
        services.AddSingleton(DeliveryPace.Usual);
        services.AddSingleton<DeliverySender>();
        services.AddSingleton(AlertPace.Usual);
        services.AddSingleton<AlertWatch>();
        services.AddSingleton<AlertSender>();
        services.AddHostedService<RunMirror>();
        if (duty != ServerDuty.Web)
        {
            services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
            services.AddHostedService(provider => provider.GetRequiredService<SyncScheduler>());
            services.AddHostedService(provider => provider.GetRequiredService<WebhookWorker>());
            services.AddHostedService<DeliveryWorker>();
            services.AddHostedService<AlertWorker>();
            services.AddHostedService<RetentionWorker>();
        }
    }

    private static void AddWeb(IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(mud =>
        {
            // What lies under a message must not shine through its words; it comes and goes at once.
            var messages = mud.SnackbarConfiguration;
            (messages.PositionClass, messages.MaximumOpacity, messages.ShowTransitionDuration, messages.HideTransitionDuration) = (Defaults.Classes.Position.BottomLeft, 100, 0, 0);
        });
        services.AddCascadingAuthenticationState();
        services.AddSingleton<OneTimeLinks>();
        services.AddSingleton<LiveRuns>();
        services.AddScoped<Visitor>();
        services.AddScoped<Moments>();
        services.AddScoped<HomeService>();
        services.AddScoped<ProfileService>();
        services.AddScoped<EmployeeListService>();
        services.AddScoped<EmployeeEditService>();
        services.AddScoped<PeopleSearch>();
        services.AddScoped<AccountService>();
        services.AddScoped<RunsService>();
        services.AddScoped<RunChangesReader>();
        services.AddScoped<RunStarter>();
        services.AddScoped<IntegrationService>();
        services.AddScoped<PrecedenceService>();
        services.AddScoped<WebhookService>();
        services.AddScoped<SubscriptionService>();
        services.AddScoped<AlertService>();
        services.AddScoped<ConnectionWords>();
        services.AddSingleton<MappingDrafts>();
        services.AddScoped<MappingService>();
        services.AddScoped<PreviewedMapping>();
        services.AddScoped<TargetWords>();
        services.AddScoped<FindingsService>();
        services.AddScoped<FindingFixes>();
        services.AddScoped<InvitationService>();
        services.AddScoped<AcceptService>();
        services.AddScoped<SettingsService>();
        services.AddScoped<RetentionService>();
        services.AddScoped<MemberService>();
        services.AddScoped<TokenService>();
        services.AddScoped<MailService>();
        services.AddScoped<OwnAccountService>();
        services.AddScoped<SavedViewService>();
        services.AddScoped<TeamService>();
        services.AddScoped<AttributeService>();
        services.AddScoped<LevelService>();
        services.AddScoped<OrgChartService>();
        services.AddScoped<AuthenticationStateProvider, RevalidatedVisits>();
        Doors.Add(services);
        services.AddScoped<IAuthorizationHandler, RoleHandler>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddIdentityCore<AccountRow>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.Password.RequiredLength = 12;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
            identity.Lockout.MaxFailedAccessAttempts = 5;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        }).AddEntityFrameworkStores<RollcallDbContext>().AddPasswordValidator<StrongPasswords>().AddSignInManager().AddDefaultTokenProviders();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "rollcall";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.LoginPath = "/sign-in";
            cookie.AccessDeniedPath = "/not-allowed";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
        });
        services.Configure<SecurityStampValidatorOptions>(stamp =>
        {
            stamp.ValidationInterval = RevalidatedVisits.Interval;
            stamp.OnRefreshingPrincipal = AccessEndpoints.KeepWorkspaceAsync;
        });

        // A proxy on this machine may say who is behind it, and that they speak TLS to it.
        services.Configure<ForwardedHeadersOptions>(headers => headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        var authorization = services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        RollcallApi.Add(services);
        foreach (var role in Enum.GetValues<MemberRole>())
        {
            authorization.AddPolicy(role.ToString(), policy => policy.RequireAuthenticatedUser().AddRequirements(new RoleRequirement(role)));
        }
    }

    private static void Use(WebApplication app, ServerDuty duty)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/problem",
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,

            // What a program sends wrongly is its own affair, and may hold personal data.
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });

        // A page for people who follow a link; a refused form stays what it is.
        app.UseWhen(http => HttpMethods.IsGet(http.Request.Method) && !RollcallApi.IsApi(http), pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseRouting();
        app.Use(SecurityHeaders);
        app.UseWhen(RollcallApi.IsApi, api => api.Use(RollcallApi.AnswerTheRestAsync));
        app.UseRequestLocalization(localization =>
        {
            // Texts are English so far; dates and numbers follow the browser.
            localization.SetDefaultCulture("en").AddSupportedCultures(s_cultures).AddSupportedUICultures("en");
            localization.RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()];
        });
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseWhen(http => !RollcallApi.IsApi(http), pages => pages.Use(WorkspaceLinks.ChooseAsync));
        app.UseAuthorization();
        Idempotency.Use(app);
        app.UseAntiforgery();
        app.MapGet("/health/live", () => Results.Text("ok")).AllowAnonymous();
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous();
        if (duty == ServerDuty.Worker)
        {
            app.MapFallback(() => Results.NotFound()).AllowAnonymous();
            return;
        }

        app.MapStaticAssets().AllowAnonymous();
        app.Map("/problem", (HttpContext http) => http.Features.Get<IExceptionHandlerPathFeature>() is { Error: BadHttpRequestException bad, Path: var path } && path.StartsWith(RollcallApi.Base, StringComparison.Ordinal)
                ? Results.Problem(RollcallApi.Misunderstood(bad))
                : Results.Problem(title: "Something went wrong here. Whether the request was carried out is not known: look before you repeat it.", statusCode: http.Response.StatusCode))
            .AllowAnonymous().DisableAntiforgery();
        RollcallApi.Map(app);
        AccessEndpoints.Map(app);
        RunEndpoints.Map(app);
        WebhookEndpoint.Map(app);
        AcceptEndpoints.Map(app);
        AccountEndpoints.Map(app);
        PasskeyEndpoints.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
    }

    /// <summary>Whether the database answers: a balancer sends nobody here until it does.</summary>
    private static async Task<IResult> ReadyAsync(WorkspaceStore workspaces, CancellationToken cancellationToken)
    {
        try
        {
            await workspaces.ListAsync(cancellationToken);
            return Results.Text("ok");
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException)
        {
            return Results.Text("the database does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static Task SecurityHeaders(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy.Usual;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return next(http);
    }
}
