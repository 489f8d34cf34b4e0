using System.Net;
using System.Text.RegularExpressions;

namespace Rollcall.Tests.Web;

/// <summary>Cookies, and forms with the token of the page they stand on. Follows no redirects.</summary>
internal sealed partial class Browser(Uri address) : IDisposable
{
    private readonly CookieContainer cookies = new();
    private HttpClient? client;

    /// <summary>As the header says them.</summary>
    public string Cookies => cookies.GetCookieHeader(address);

    private HttpClient Client => client ??= new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = cookies }) { BaseAddress = address };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative), Token);

    public Task<string> TextAsync(string path) => Client.GetStringAsync(new Uri(path, UriKind.Relative), Token);

    public async Task<HttpResponseMessage> PostAsync(string page, string path, params (string Name, string Value)[] fields) =>
        await PostWithoutTokenAsync(path, [.. fields, await FormTokenAsync(page)]);

    /// <summary>The hidden field of a page's form.</summary>
    public async Task<(string Name, string Value)> FormTokenAsync(string page) =>
        ("__RequestVerificationToken", TokenField().Match(await TextAsync(page)).Groups["token"].Value);

    public async Task<HttpResponseMessage> PostWithoutTokenAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await Client.PostAsync(new Uri(path, UriKind.Relative), form, Token);
    }

    public void Dispose() => client?.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenField();
}
