using System.Diagnostics;
using System.Text.Json;
using Rollcall.Cli;

namespace Rollcall.Tests;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record CommandResult(int Exit, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public override string ToString() => $"exit {Exit}";
}

/// <summary>The command line over one data folder or database: within this process, or the built program as a process of its own.</summary>
internal sealed class Cli(params string[] storage)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "rollcall.dll");

    /// <summary>Environment variables of the program.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs within this process: the same parser, commands, formats and exit codes.</summary>
    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        foreach (var (name, value) in Environment)
        {
            // The emulators' credentials are the same for all of a vendor, so tests beside this one set the same.
            System.Environment.SetEnvironmentVariable(name, value);
        }

        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var exit = await RollcallCli.RunAsync([.. arguments, .. storage], output, errors, TestContext.Current.CancellationToken);
        return new CommandResult(exit, output.ToString(), errors.ToString());
    }

    /// <summary>Runs the built program.</summary>
    public async Task<CommandResult> RunProcessAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CommandResult(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs, expects that exit code, and gives the output as JSON.</summary>
    public async Task<JsonElement> JsonAsync(int exit, params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--format", "json"]);
        result.Exit.ShouldBe(exit, result.Errors);
        return result.Json;
    }

    public async Task<CommandResult> ExpectAsync(int exit, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        result.Exit.ShouldBe(exit, result.Errors);
        return result;
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments, .. storage])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
