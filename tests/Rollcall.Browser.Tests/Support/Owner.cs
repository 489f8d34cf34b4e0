namespace Rollcall.Browser.Tests.Support;

/// <summary>Who set the installation up.</summary>
public static class Owner
{
    public const string Company = "Acme";
    public const string Email = "olga@acme.example";
    public const string Password = "a long sentence about boats";

    /// <summary>Creates the first account by the printed link.</summary>
    public static async Task SetUpAsync(Visit visit, RunningServer server)
    {
        await visit.Page.GotoAsync(server.SetupLink!.PathAndQuery);
        await visit.Page.Field("Name of your company").FillAsync(Company);
        await visit.Page.Field("Email").FillAsync(Email);
        await visit.Page.Field("Password").FillAsync(Password);
        await visit.Page.Button("Create account").ClickAsync();
        await visit.Page.IsOnAsync("Home");
    }

    public static async Task SignInAsync(IPage page, string email, string password)
    {
        await page.Field("Email").FillAsync(email);
        await page.Field("Password").FillAsync(password);
        await page.Button("Sign in").ClickAsync();
    }
}
