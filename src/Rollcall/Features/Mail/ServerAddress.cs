namespace Rollcall.Features.Mail;

/// <summary>An address of the server as somebody writes it.</summary>
/// <param name="Given">Null when nothing was written.</param>
internal sealed record ServerAddress(Uri? Given)
{
    /// <summary>Null when what was written is none.</summary>
    public static ServerAddress? Of(string? text) =>
        string.IsNullOrWhiteSpace(text) ? new ServerAddress((Uri?)null) : IsOne(text.Trim()) ? new ServerAddress(new Uri(text.Trim())) : null;

    /// <summary>http or https, with nothing behind the host.</summary>
    public static bool IsOne(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "", Host.Length: > 0 };
}
