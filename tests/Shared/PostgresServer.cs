using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(Rollcall.Tests.Shared.PostgresServer))]

namespace Rollcall.Tests.Shared;

/// <summary>A real PostgreSQL server for the tests: the one named by ROLLCALL_TEST_POSTGRES, or Debian's own, started on a free
/// loopback port in a folder of its own and stopped by its process id. A missing server fails the tests.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private Process? process;
    private string? folder;
    private string connectionString = "";

    public async ValueTask InitializeAsync()
    {
        var given = AppContext.GetData("ROLLCALL_TEST_POSTGRES") as string ?? GivenByEnvironment();
        if (given is not null)
        {
            connectionString = given;
            return;
        }

        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Order().LastOrDefault()
            : null;
        if (programs is null)
        {
            throw new InvalidOperationException("PostgreSQL's server is not installed. Install Debian's package “postgresql”, or name a server in ROLLCALL_TEST_POSTGRES.");
        }

        folder = Directory.CreateTempSubdirectory("rollcall-postgres-").FullName;
        var isRoot = Environment.UserName == "root";
        if (isRoot)
        {
            await RunAsync("chown", ["postgres", folder]);
        }

        var port = FreePort();
        await RunAsync(isRoot ? "runuser" : Path.Combine(programs, "initdb"),
            [.. isRoot ? ["-u", "postgres", "--", Path.Combine(programs, "initdb")] : Array.Empty<string>(), "-D", Path.Combine(folder, "data"), "-A", "trust", "-U", "rollcall", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]);
        string[] server = ["-D", Path.Combine(folder, "data"), "-p", $"{port}", "-k", folder, "-c", "listen_addresses=127.0.0.1"];
        process = Process.Start(new ProcessStartInfo(
            isRoot ? "runuser" : Path.Combine(programs, "postgres"),
            [.. isRoot ? ["-u", "postgres", "--", Path.Combine(programs, "postgres")] : Array.Empty<string>(), .. server])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        connectionString = $"Host=127.0.0.1;Port={port};Username=rollcall;Database=postgres;Include Error Detail=false";
        await WaitUntilReadyAsync();
    }

    /// <summary>A new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = $"t{Guid.CreateVersion7():N}";
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (process is not null && folder is not null)
        {
            var postmaster = File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First();
            await RunAsync("kill", ["-INT", postmaster]);
            await process.WaitForExitAsync();
            process.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? GivenByEnvironment()
    {
#pragma warning disable RS0030 // The one setting that tests take from their surroundings.
        return Environment.GetEnvironmentVariable("ROLLCALL_TEST_POSTGRES");
#pragma warning restore RS0030
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = await run.StandardOutput.ReadToEndAsync() + await run.StandardError.ReadToEndAsync();
        await run.WaitForExitAsync();
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {run.ExitCode}: {output}");
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60) && !process!.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }
}
