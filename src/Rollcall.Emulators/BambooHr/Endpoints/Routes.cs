using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Wire;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary>Maps every endpoint twice: on the company's own host and behind the legacy gateway.</summary>
internal sealed class Routes(WebApplication app, BambooHrTenant tenant, Gate gate)
{
    public void Get(string versions, string path, Func<HttpContext, Task> handle) => Map("GET", versions, path, handle);

    public void Post(string versions, string path, Func<HttpContext, Task> handle) => Map("POST", versions, path, handle);

    public void Put(string versions, string path, Func<HttpContext, Task> handle) => Map("PUT", versions, path, handle);

    public void Delete(string versions, string path, Func<HttpContext, Task> handle) => Map("DELETE", versions, path, handle);

    /// <summary>Every other path: authenticated like the rest, then not found.</summary>
    public void MapRest()
    {
        app.MapFallback("/api/{**rest}", http => gate.PassAsync(http, inner => Answers.Empty(inner, 404, "Resource not found")));
        app.MapFallback("/api/gateway.php/{company}/{**rest}", http => gate.PassAsync(http, inner => Answers.Empty(inner, 404, "Resource not found")));
    }

    /// <param name="versions">The API versions that have it, separated by commas.</param>
    private void Map(string method, string versions, string path, Func<HttpContext, Task> handle)
    {
        foreach (var version in versions.Split(','))
        {
            app.MapMethods($"/api/{version}/{path}", [method], http => gate.PassAsync(http, handle));
            app.MapMethods($"/api/gateway.php/{{company}}/{version}/{path}", [method], http => gate.PassAsync(http, handle));
        }
    }

    /// <summary>The address of this answer's own mount, for links.</summary>
    public static string Base(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        var at = path.IndexOf("/v", StringComparison.Ordinal);
        return http.Request.Scheme + "://" + http.Request.Host + (at < 0 ? "/api" : path[..at]);
    }

    public string Company => tenant.Switches.CompanyDomain;
}
