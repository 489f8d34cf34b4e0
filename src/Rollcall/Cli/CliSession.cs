using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Cli.Local;
using Rollcall.Cli.Remote;
using Rollcall.Core.Connecting;
using Rollcall.Features.Access;
using Rollcall.Features.Mail;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli;

/// <summary>The options every command has.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string> Data = new("--data") { Description = "Folder of the embedded database and its keys, and of mails to pick up.", DefaultValueFactory = _ => "rollcall-data", Recursive = true };

    public static readonly Option<string?> Database = new("--database") { Description = "PostgreSQL connection string, instead of --data.", Recursive = true };

    public static readonly Option<string?> Server = new("--server") { Description = $"A server elsewhere to ask instead of a database here, such as https://rollcall.example.com; {ServerChoice.AddressVariable} in the environment says the same. The token is in {ServerChoice.TokenVariable}.", Recursive = true };

    public static readonly Option<string> TokenVariable = new("--token-variable") { Description = "The environment variable that holds the server's token.", DefaultValueFactory = _ => ServerChoice.TokenVariable, Recursive = true };

    public static readonly Option<string?> Workspace = new("--workspace") { Description = "The workspace; needed when there are several.", Recursive = true };

    public static readonly Option<OutputFormat> Format = new("--format") { Description = "How data is written to standard output: text, json, csv or markdown.", DefaultValueFactory = _ => OutputFormat.Text, Recursive = true };

    public static readonly Option<bool> Quiet = new("--quiet") { Description = "No words on standard error but errors.", Recursive = true };

    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Write the log to standard error.", Recursive = true };

    public static IEnumerable<Option> All => [Data, Database, Server, TokenVariable, Workspace, Format, Quiet, Verbose];
}

/// <summary>One command's surroundings: terminal, services, workspace.</summary>
internal sealed class CliSession : IAsyncDisposable
{
    private readonly ServiceProvider? services;
    private readonly RollcallClient? client;
    private readonly string? workspaceName;
    private bool isSyncing;

    private CliSession(ParseResult parse, ServiceProvider? services, RollcallClient? client, Terminal terminal)
    {
        Parse = parse;
        this.services = services;
        this.client = client;
        Terminal = terminal;
        workspaceName = parse.GetValue(GlobalOptions.Workspace);
        Company = client is null ? new LocalCompany(this) : new RemoteCompany(client);
    }

    /// <summary>What commands ask, wherever the data is. A command that asks nothing else works on a server elsewhere too.</summary>
    public ICompany Company { get; }

    public ParseResult Parse { get; }

    public Terminal Terminal { get; }

    public SyncService Sync
    {
        get
        {
            isSyncing = true;
            return Get<SyncService>();
        }
    }

    public RunStore Runs => Get<RunStore>();

    public ConnectionStore Connections => Get<ConnectionStore>();

    public static StorageChoice StorageOf(ParseResult parse) => new(Path.GetFullPath(parse.GetValue(GlobalOptions.Data)!), parse.GetValue(GlobalOptions.Database));

    public static async Task<CliSession> OpenAsync(ParseResult parse, Terminal terminal, CancellationToken cancellationToken)
    {
        if (ServerChoice.Of(parse) is { } server)
        {
            return new CliSession(parse, null, await RollcallClient.OpenAsync(server, parse.GetValue(GlobalOptions.Workspace), cancellationToken), terminal);
        }

        var choice = StorageOf(parse);
        var built = RollcallApp.Build(choice, parse.GetValue(GlobalOptions.Verbose) ? LogLevel.Information : LogLevel.None);
        try
        {
            await built.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
        }
        catch (DatabaseUnavailableException exception)
        {
            await built.DisposeAsync();
            throw ErrorOf(exception);
        }

        return new CliSession(parse, built, null, terminal);
    }

    public T Get<T>()
        where T : notnull => services is null ? throw ServerChoice.OnlyHere() : services.GetRequiredService<T>();

    /// <summary>The workspace that was named, or the only one.</summary>
    public async Task<Workspace> WorkspaceAsync(CancellationToken cancellationToken)
    {
        var all = await Get<WorkspaceStore>().ListAsync(cancellationToken);
        if (workspaceName is not null)
        {
            return all.FirstOrDefault(w => w.Name == workspaceName)
                ?? throw new CommandError(ExitCodes.NotFound, $"There is no workspace “{workspaceName}”.", all.Count == 0 ? "Create one with “rollcall config apply FILE”." : $"There are: {string.Join(", ", all.Select(w => w.Name))}.");
        }

        return all.Count switch
        {
            1 => all[0],
            0 => throw new CommandError(ExitCodes.NotFound, "There is no workspace yet.", "Create one with “rollcall config apply FILE”, or look around with “rollcall demo”."),
            _ => throw new CommandError(ExitCodes.Usage, "There are several workspaces.", $"Add --workspace NAME: {string.Join(", ", all.Select(w => w.Name))}."),
        };
    }

    /// <summary>Who acts here, for services that ask it.</summary>
    public async Task<Visitor> VisitorAsync(CancellationToken cancellationToken) => Visitor.OfTerminal(await WorkspaceAsync(cancellationToken), Get<MemberStore>());

    public async Task<ConnectionEntry> ConnectionAsync(Workspace workspace, string name, CancellationToken cancellationToken)
    {
        var all = await Connections.ListAsync(workspace.Id, cancellationToken);
        return all.FirstOrDefault(c => c.Config.Name == name)
            ?? throw new CommandError(ExitCodes.NotFound, $"There is no connection “{name}”.", all.Count == 0 ? "Add one to the configuration file and apply it." : $"There are: {string.Join(", ", all.Select(c => c.Config.Name))}.");
    }

    public async Task<RunEntry> RunAsync(Workspace workspace, string id, CancellationToken cancellationToken) =>
        await Runs.FindAsync(workspace.Id, id, cancellationToken)
        ?? throw new CommandError(ExitCodes.NotFound, $"There is no run “{id}”, or several begin so.", "“rollcall runs” lists them; give more characters of the id.");

    /// <summary>The address of the server that somebody wrote; null when nobody did.</summary>
    public Uri? AddressOf(Option<string?> option) => ServerAddress.Of(Parse.GetValue(option)) is { } address ? address.Given
        : throw new CommandError(ExitCodes.Usage, $"“{Parse.GetValue(option)}” is no address of a server.", "Write it like https://rollcall.example.com.");

    /// <summary>Nobody said where the server is reached.</summary>
    public static CommandError NoAddress() => new(
        ExitCodes.Usage, "The server's public address is not known.", "Give it: --address https://rollcall.example.com. Or set it for good: rollcall mail set --address https://rollcall.example.com");

    /// <summary>What a fault of a connector means for a script.</summary>
    public static CommandError ErrorOf(ConnectorFault fault) => new(
        ExitCodes.ConnectionFailed, fault.TraceId is null ? fault.What : $"{fault.What} (trace {fault.TraceId})", fault.Fix, fault.Kind switch
        {
            ConnectorFaultKind.Unauthorized => "credential-refused",
            ConnectorFaultKind.Forbidden => "permission-missing",
            _ => "connection-failed",
        });

    /// <summary>What a database that does not open means for a script.</summary>
    public static CommandError ErrorOf(DatabaseUnavailableException exception) => new(ExitCodes.ConnectionFailed, exception.Message, "Check --data or --database.");

    public async ValueTask DisposeAsync()
    {
        if (isSyncing)
        {
            await Get<AfterRuns>().IdleAsync();
        }

        client?.Dispose();
        if (services is not null)
        {
            await services.DisposeAsync();
        }
    }
}
