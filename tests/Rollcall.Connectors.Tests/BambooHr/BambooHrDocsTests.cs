namespace Rollcall.Connectors.Tests.BambooHr;

/// <summary>The page of the connector says what the connector says.</summary>
public sealed class BambooHrDocsTests
{
    [Fact]
    public void The_page_has_the_settings_and_the_default_mappings()
    {
        var descriptor = Connectors.Find("bamboohr")!;
        var page = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "docs", descriptor.DocsPage));
        foreach (var setting in descriptor.Settings)
        {
            var required = (setting.Required, setting.Secret) switch { (true, true) => "yes, secret", (true, false) => "yes", _ => "no" };
            page.ShouldContain($"| `{setting.Key}` | {setting.Label} | {required} | {setting.Help} |");
        }

        foreach (var rule in descriptor.DefaultMappings)
        {
            page.ShouldContain($"| `{rule.From[0]}` | `{rule.To}` |");
        }
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "Rollcall.slnx")) ? folder : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Rollcall.slnx is not above the tests."));
}
