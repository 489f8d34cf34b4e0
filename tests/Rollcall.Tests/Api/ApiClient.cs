using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Rollcall.Storage;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Api;

/// <summary>A program with a token.</summary>
internal sealed class ApiClient(Uri server, string token) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server };

    public string Secret => token;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>With a new token of the company's workspace.</summary>
    public static async Task<ApiClient> OfAsync(WebCompany company, ApiScope scope)
    {
        var token = await company.Get<ApiTokenStore>().CreateAsync(company.Workspace.Id, $"{scope}-{Guid.CreateVersion7()}", scope, TimeSpan.FromHours(1), Token);
        return new ApiClient(company.Server.Address, token!);
    }

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string address, object? body = null, string? key = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/v1/" + address, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        using var answer = await http.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return new ApiAnswer(answer.StatusCode, text, answer.Headers.ETag?.ToString(), answer.Headers.Location, answer.Headers.Contains("Idempotency-Replayed"));
    }

    public async Task<ApiAnswer> GetAsync(string address) => (await SendAsync(HttpMethod.Get, address)).Expect(HttpStatusCode.OK);

    public void Dispose() => http.Dispose();
}

/// <summary>What a program was answered.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, string Text, string? Etag, Uri? Location, bool IsReplayed)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public ApiAnswer Expect(HttpStatusCode status)
    {
        Status.ShouldBe(status, Status < HttpStatusCode.BadRequest ? "" : Text);
        return this;
    }

    /// <summary>A problem with this code, in words.</summary>
    public JsonElement Refuses(HttpStatusCode status, string code)
    {
        Status.ShouldBe(status, Text);
        Json.GetProperty("code").GetString().ShouldBe(code);
        Json.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        Json.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        return Json;
    }

    public override string ToString() => Status.ToString();
}
