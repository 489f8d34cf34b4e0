using System.Text.RegularExpressions;

namespace Rollcall.Browser.Tests.Support;

/// <summary>The program started as the README says, with its emulated HR systems: <c>rollcall demo</c>.</summary>
public sealed partial class RunningDemo : IAsyncDisposable
{
    private readonly RollcallProcess process;
    private readonly DirectoryInfo folder;

    private RunningDemo(RollcallProcess process, DirectoryInfo folder)
    {
        this.process = process;
        this.folder = folder;
        SignInLink = new Uri(process.Lines[^1].Trim());
        Emulated = process.Lines.Select(line => Played().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups["vendor"].Value, match => new EmulatedHris(new Uri(match.Groups["address"].Value)), StringComparer.Ordinal);
    }

    /// <summary>The printed link: signs in once, as the owner.</summary>
    public Uri SignInLink { get; }

    public Uri Address => new(SignInLink.GetLeftPart(UriPartial.Authority));

    /// <summary>The emulated HR systems by vendor.</summary>
    public IReadOnlyDictionary<string, EmulatedHris> Emulated { get; }

    /// <summary>Where mails are put as long as no mail server is set.</summary>
    public string Mails => Path.Combine(folder.FullName, "mail");

    public static async Task<RunningDemo> StartAsync(int employees, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("rollcall-browser-");
        var started = await RollcallProcess.StartAsync(
            ["demo", "--without-webhooks", "--employees", $"{employees}", "--url", "http://127.0.0.1:0", "--data", data.FullName],
            line => line.TrimStart().StartsWith("http", StringComparison.Ordinal), cancellationToken);
        return new RunningDemo(started, data);
    }

    /// <summary>A link with which the owner sets a password, as whoever runs the machine makes it.</summary>
    public async Task<Uri> PasswordLinkAsync(CancellationToken cancellationToken)
    {
        await using var command = await RollcallProcess.StartAsync(
            ["members", "password", "demo@rollcall.example", "--address", Address.AbsoluteUri, "--data", folder.FullName],
            line => line.Contains("/password/", StringComparison.Ordinal), cancellationToken);
        return new Uri(command.Lines[^1].Trim());
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"^  (?<vendor>\w+) +(?<address>http://127\.0\.0\.1:\d+/)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Played();
}
