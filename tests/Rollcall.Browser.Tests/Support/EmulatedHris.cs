using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollcall.Browser.Tests.Support;

/// <summary>An emulated HR system, changed while it runs.</summary>
/// <param name="Address">Where it listens.</param>
public sealed record EmulatedHris(Uri Address)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler());

    /// <summary>Does what an action of the control API does: docs/emulators.md lists them.</summary>
    public async Task DoAsync(string action, params (string Name, string Value)[] parameters)
    {
        using var answer = await Http.PostAsync(At(action, parameters), content: null);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{action}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Everybody in the company: number, email, and whether they work there now.</summary>
    public async Task<IReadOnlyList<EmulatedPerson>> PeopleAsync()
    {
        var people = await Http.GetFromJsonAsync<JsonArray>(At("people", [("take", "100000")]));
        return people!.Deserialize<List<EmulatedPerson>>(JsonSerializerOptions.Web)!;
    }

    private Uri At(string action, (string Name, string Value)[] parameters) =>
        new(Address, $"/_control/{action}?{string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"))}");
}

/// <summary>Somebody of the made-up company.</summary>
public sealed record EmulatedPerson(int Number, string? Email, string Lifecycle);
