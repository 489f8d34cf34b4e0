using System.Collections.Concurrent;
using System.Globalization;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Personio;

/// <summary>Tokens: the same for 24 hours for a pair of id and secret, or (before 2023) one per request.</summary>
internal sealed class PersonioTokens(EmulatorContext context, PersonioSwitches switches)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);
    private readonly ConcurrentDictionary<string, DateTimeOffset> tokens = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private string? current;
    private int made;

    public bool AreRight(string? id, string? secret) =>
        id == context.Credentials[PersonioVendor.ClientId] && secret == context.Credentials[PersonioVendor.ClientSecret];

    public (string Token, int SecondsLeft) Issue()
    {
        lock (gate)
        {
            var now = context.Time.GetUtcNow();
            if (switches.RotatesTokens || current is null || tokens[current] <= now)
            {
                current = string.Create(CultureInfo.InvariantCulture, $"papi-{context.Options.Seed:x8}-{++made:x8}-emulated");
                tokens[current] = now + Life;
            }

            return (current, (int)(tokens[current] - now).TotalSeconds);
        }
    }

    /// <summary>Forgets every token, as a rotated secret would.</summary>
    public void Revoke()
    {
        lock (gate)
        {
            tokens.Clear();
            current = null;
        }
    }

    public bool IsValid(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return false;
        }

        var token = authorization["Bearer ".Length..];
        return switches.RotatesTokens ? tokens.TryRemove(token, out _) : tokens.TryGetValue(token, out var until) && until > context.Time.GetUtcNow();
    }
}
