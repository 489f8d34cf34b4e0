using System.Text.Json;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Tests.Control;

/// <summary>docs/emulators.md lists every switch with its default, and every action of the control API.</summary>
public sealed class DocsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bamboohr")]
    [InlineData("hibob")]
    [InlineData("personio")]
    public async Task The_page_lists_every_switch_and_action(string vendor)
    {
        var page = await File.ReadAllLinesAsync(Path.Combine(Root(AppContext.BaseDirectory), "docs", "emulators.md"), Token);
        await using var host = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = vendor, Employees = 1 }, Token);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Address };
        using var switches = JsonDocument.Parse(await client.GetStringAsync(new Uri("/_control/switches", UriKind.Relative), Token));
        using var unknown = await client.GetAsync(new Uri("/_control/nonsense", UriKind.Relative), Token);
        using var actions = JsonDocument.Parse(await unknown.Content.ReadAsStringAsync(Token));

        var missing = switches.RootElement.EnumerateObject()
            .Where(one => !page.Any(line => IsRowOf(line, one.Name, one.Value.GetString()!)))
            .Select(one => $"{one.Name} ({one.Value})")
            .Concat(actions.RootElement.GetProperty("error").GetString()!.Split("Known: ")[1].TrimEnd('.').Split(", ")
                .Select(action => action.Replace("{number}", "N", StringComparison.Ordinal).Replace("{id}", "ID", StringComparison.Ordinal))
                .Where(action => !page.Any(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains($"`{action}`", StringComparison.Ordinal))));

        missing.ShouldBeEmpty();
    }

    private static bool IsRowOf(string line, string name, string value) =>
        line.Split('|') is [_, var names, var standard, _, ..] && names.Contains($"`{name}`", StringComparison.Ordinal) && standard.Trim().Trim('`') == value;

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "Rollcall.slnx")) ? folder : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Rollcall.slnx is not above the tests."));
}
