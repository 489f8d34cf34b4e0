namespace Rollcall.Browser.Tests.Support;

/// <summary>What somebody looks at a page with.</summary>
public sealed record Screen(string Name, int Width, int Height, bool IsDark)
{
    public static readonly Screen Wide = new("wide", 1440, 900, IsDark: false);
    public static readonly Screen Narrow = new("narrow", 390, 844, IsDark: false);
    public static readonly Screen WideDark = new("wide-dark", 1440, 900, IsDark: true);
    public static readonly Screen NarrowDark = new("narrow-dark", 390, 844, IsDark: true);

    public override string ToString() => Name;
}
