namespace Rollcall.Server;

/// <summary>What a page may load: nothing from elsewhere, and nobody frames the app. Inline styles are MudBlazor's.</summary>
internal static class ContentPolicy
{
    public const string Usual =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";

    /// <summary>The same for a page with an inline script of its own, which carries this word; no other script runs.</summary>
    public static string With(string nonce) => $"{Usual}; script-src 'self' 'nonce-{nonce}'";
}
