using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>Maps the endpoints of version 1 behind the gate.</summary>
internal sealed class Routes(WebApplication app, Gate gate)
{
    /// <summary>Limit of endpoints that publish none, and of metadata reads.</summary>
    public const int Usual = 50;

    public void Get(string path, Func<HttpContext, Task> handle, int perMinute = Usual, bool needsRight = true) =>
        Map(new Endpoint("GET", path, _ => perMinute, needsRight), handle);

    public void Post(string path, Func<HttpContext, Task> handle, Func<HiBobSwitches, int> perMinute) => Map(new Endpoint("POST", path, perMinute), handle);

    /// <summary>Any other path, and any other method of a known one, is answered by the application's login page.</summary>
    public void MapRest() => app.Map("/{**path}", Wire.Answers.LoginPage200).WithOrder(int.MaxValue);

    private void Map(Endpoint endpoint, Func<HttpContext, Task> handle) =>
        app.MapMethods("/v1" + endpoint.Path, [endpoint.Method], http => gate.PassAsync(http, endpoint, handle));
}
