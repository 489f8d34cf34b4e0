namespace Rollcall.Browser.Tests.Support;

/// <summary>What a person types to connect an emulated HRIS, and what its test says when a permission is missing.</summary>
/// <param name="Key">The vendor.</param>
/// <param name="Name">As the pages say it.</param>
/// <param name="Fields">Labels of the form, and the credential of the emulator that belongs there.</param>
/// <param name="Fixed">Labels of the form, and what is typed whatever the emulator says.</param>
/// <param name="Withdrawn">A permission that the usual mapping needs.</param>
/// <param name="Missing">What the test says without it.</param>
/// <param name="Grant">Where in that HRIS it is given back.</param>
/// <param name="Size">The label of its list of sizes.</param>
public sealed record VendorForm(
    string Key, string Name, IReadOnlyDictionary<string, string> Fields, IReadOnlyDictionary<string, string> Fixed, string Withdrawn, string Missing, string Grant, string Size)
{
    public static IReadOnlyList<VendorForm> All { get; } =
    [
        new("bamboohr", "BambooHR", new Dictionary<string, string> { ["API key"] = "apiKey" }, new Dictionary<string, string> { ["Company domain"] = "acme" },
            "jobTitle", "The field “jobTitle” is not readable.", "Access Levels", "T-shirt size"),
        new("hibob", "HiBob", new Dictionary<string, string> { ["Service user ID"] = "serviceUserId", ["Token"] = "token" }, new Dictionary<string, string>(),
            "work.title", "The field “Job title” is not readable.", "Permission groups", "T-shirt size"),
        new("personio", "Personio", new Dictionary<string, string> { ["Client ID"] = "clientId", ["Client secret"] = "clientSecret" }, new Dictionary<string, string> { ["Requests per minute (optional)"] = "0" },
            "position", "The attribute “position” is not readable.", "Readable employee attributes", "T-Shirt-Größe"),
    ];

    public static VendorForm Of(string key) => All.Single(v => v.Key == key);

    /// <summary>Goes through the wizard up to the filled form.</summary>
    public async Task FillAsync(IPage page, RunningHris running, Uri? address = null)
    {
        await page.GoToAsync("Integrations");
        await page.Link($"Connect {Name}").ClickAsync();
        await page.IsOnAsync($"Connect {Name}");
        await page.Button("Done, enter the settings").ClickAsync();
        foreach (var (label, credential) in Fields)
        {
            await page.Field(label).FillAsync(running.Credentials[credential]);
        }

        foreach (var (label, value) in Fixed)
        {
            await page.Field(label).FillAsync(value);
        }

        await page.Field("Base address (optional)").FillAsync((address ?? running.Hris.Address).ToString());
    }

    /// <summary>Connects it and comes out at its attributes.</summary>
    public async Task ConnectAsync(IPage page, RunningHris running, Uri? address = null)
    {
        await FillAsync(page, running, address);
        await page.Button("Test connection").ClickAsync();
        await page.Button($"Connect “{Key}”").ClickAsync();
        await page.IsOnAsync("Sync custom attributes");
    }

    public override string ToString() => Key;
}
