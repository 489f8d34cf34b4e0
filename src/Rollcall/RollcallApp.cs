using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Rollcall.Connectors.Http;
using Rollcall.Features.Access;
using Rollcall.Features.Integrations;
using Rollcall.Features.Invitations;
using Rollcall.Features.Mail;
using Rollcall.Storage;
using Rollcall.Storage.Postgres;
using Rollcall.Storage.Sqlite;
using Rollcall.Syncing;

namespace Rollcall;

/// <summary>Where the data is: a folder with an embedded database, or a PostgreSQL server.</summary>
internal sealed record StorageChoice(string Folder, string? ConnectionString)
{
    /// <summary>Whether people wait for lists: the embedded database is then read faster, for more memory.</summary>
    public bool ServesPages { get; init; }
}

/// <summary>The composition root: the terminal and the server are made of the same parts.</summary>
internal static class RollcallApp
{
    public static ServiceProvider Build(StorageChoice choice, LogLevel logLevel)
    {
        var services = new ServiceCollection();
        services.AddRollcall(choice, logLevel);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>Everything but the web.</summary>
    public static void AddRollcall(this IServiceCollection services, StorageChoice choice, LogLevel logLevel)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(choice);
        services.AddLogging(logging => logging.AddSimpleConsole(console => console.SingleLine = true)
            .SetMinimumLevel(logLevel).AddFilter("Microsoft", LogLevel.Error)

            // A failed command, query or connection is thrown too; asking an empty PostgreSQL for its migrations is one that is meant to fail.
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore.Query", LogLevel.None)

            // So is a change that a unique index refuses: that is how a second run of a connection learns that it is second.
            .AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None)
            .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        services.AddRollcallStorage(choice);
        services.AddSingleton(provider => HrisHttp.CreateClient(provider.GetRequiredService<TimeProvider>()));
        services.AddLocalization();
        services.AddSingleton(new PickupFolder(Path.Combine(choice.Folder, "mail")));
        services.AddSingleton(provider => new PublicAddress(provider.GetService<IServer>()));
        services.AddSingleton<PasswordLinks>();
        services.AddSingleton<Mailer>();
        services.AddSingleton<Inviter>();
        services.AddSingleton(provider => new AfterRuns(
            provider.GetRequiredService<Inviter>(), provider.GetRequiredService<InvitationStore>(), provider.GetRequiredService<RunStore>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AfterRuns>>(), provider.GetService<IHostApplicationLifetime>()));
        services.AddSingleton<OpenSources>();
        services.AddSingleton<SyncService>();
        services.AddSingleton<ExplainService>();
        services.AddSingleton<AskedReadings>();
    }

    private static void AddRollcallStorage(this IServiceCollection services, StorageChoice choice)
    {
        var isPostgres = choice.ConnectionString is not null;
        services.AddDbContextFactory<RollcallDbContext>(options =>
        {
            if (isPostgres)
            {
                PostgresStorage.Configure(options, choice.ConnectionString!);
            }
            else
            {
                SqliteStorage.Configure(options, choice.Folder, choice.ServesPages);
            }
        });
        services.AddSingleton(isPostgres ? PostgresStorage.BulkWriter : SqliteStorage.BulkWriter);
        services.AddDataProtection().SetApplicationName("rollcall").PersistKeysToDbContext<RollcallDbContext>();
        if (!isPostgres)
        {
            services.AddSingleton(SqliteStorage.MigrationLock(choice.Folder));
        }

        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton<WorkspaceStore>();
        services.AddSingleton<ConnectionStore>();
        services.AddSingleton<PrecedenceStore>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<ApiTokenStore>();
        services.AddSingleton<ApiAnswerStore>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<RunQueries>();
        services.AddSingleton<ConnectionRemoval>();
        services.AddSingleton<MemberStore>();
        services.AddSingleton<InvitationStore>();
        services.AddSingleton<MailStore>();
        services.AddSingleton<EmployeeQueries>();
        services.AddSingleton<SavedViewStore>();
        services.AddSingleton<OrgQueries>();
        services.AddSingleton<TeamQueries>();
        services.AddSingleton<AttributeQueries>();
        services.AddSingleton<AttributeEditStore>();
        services.AddSingleton<LevelEditStore>();
        services.AddSingleton<TeamEditStore>();
        services.AddSingleton<HistoryQueries>();
        services.AddSingleton<SubscriptionStore>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<AlertStore>();
        services.AddSingleton<AlertChannelStore>();
        services.AddSingleton<RunWatchQueries>();
        services.AddSingleton<RetentionStore>();
        services.AddSingleton<DirectoryEditStore>();
        services.AddSingleton<ConfigurationStore>();
    }
}
