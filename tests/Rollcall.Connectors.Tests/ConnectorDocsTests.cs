namespace Rollcall.Connectors.Tests;

/// <summary>The page of a connector says what the connector says.</summary>
public sealed class ConnectorDocsTests
{
    public static TheoryData<string> Keys => [.. Connectors.All.Select(c => c.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_page_has_the_steps_the_settings_the_default_mappings_and_the_words_of_the_status(string key)
    {
        var descriptor = Connectors.Find(key)!;
        var page = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "docs", descriptor.DocsPage));
        descriptor.SetupSteps.Count.ShouldBeGreaterThan(0);
        foreach (var step in descriptor.SetupSteps)
        {
            page.ShouldContain($". **{step.Title}** ");
            page.Replace("*", "", StringComparison.Ordinal).ShouldContain($"{step.Title} {step.Text}");
        }

        foreach (var setting in descriptor.Settings)
        {
            var required = (setting.Required, setting.Secret) switch { (true, true) => "yes, secret", (true, false) => "yes", _ => "no" };
            page.ShouldContain($"| `{setting.Key}` | {setting.Label} | {required} | {setting.Help} |");
        }

        foreach (var rule in descriptor.DefaultMappings)
        {
            page.ShouldContain($"| `{rule.From[0]}` | `{rule.To}` |");
        }

        foreach (var word in descriptor.StatusWords)
        {
            page.ShouldContain($"`{word.Word}`");
        }
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "Rollcall.slnx")) ? folder : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Rollcall.slnx is not above the tests."));
}
