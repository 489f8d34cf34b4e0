using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace Rollcall.Features.Access;

/// <summary>Links that work once, for a day at most, and only while this process lives: the first set-up, and the demo's sign-in.</summary>
public sealed class OneTimeLinks(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<string, (string Purpose, DateTimeOffset Until)> links = new(StringComparer.Ordinal);

    public string Create(string purpose)
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24));
        links[token] = (purpose, time.GetUtcNow() + Life);
        return token;
    }

    /// <summary>What the link is for; null when it is not known, used or too old.</summary>
    public string? Peek(string token) => links.TryGetValue(token, out var link) && link.Until > time.GetUtcNow() ? link.Purpose : null;

    /// <summary>Keeps others from using the link while it is decided whether it was used; null when it is not known, used, too old or taken.</summary>
    public TakenLink? Take(string token) =>
        links.TryRemove(token, out var link) && link.Until > time.GetUtcNow() ? new TakenLink(link.Purpose, () => links[token] = link) : null;
}

/// <summary>A link that one request holds. It works again when that request ends without <see cref="Use"/>.</summary>
public sealed class TakenLink(string purpose, Action putBack) : IDisposable
{
    private bool isUsed;

    /// <summary>What it is for.</summary>
    public string Purpose { get; } = purpose;

    /// <summary>It did its work and never works again.</summary>
    public void Use() => isUsed = true;

    public void Dispose()
    {
        if (!isUsed)
        {
            putBack();
        }
    }
}
