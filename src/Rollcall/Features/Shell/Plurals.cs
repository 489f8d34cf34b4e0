using Microsoft.Extensions.Localization;

namespace Rollcall.Features.Shell;

/// <summary>Texts that depend on a number.</summary>
internal static class Plurals
{
    /// <summary>The text <c>key.one</c> for one, else <c>key</c>; the number is {0} of it, what else is given follows.</summary>
    public static string Count(this IStringLocalizer texts, string key, int count, params object[] more) =>
        texts[count == 1 ? key + ".one" : key, [count, .. more]].Value;
}
