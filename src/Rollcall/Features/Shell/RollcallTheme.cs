using MudBlazor;

namespace Rollcall.Features.Shell;

/// <summary>The one visual language: neutral greys, one accent, status colours for status only.</summary>
internal static class RollcallTheme
{
    private static readonly string[] s_sans = ["Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0F766E", PrimaryContrastText = "#FFFFFF", Secondary = "#334155", SecondaryContrastText = "#FFFFFF",
            Background = "#F8FAFC", Surface = "#FFFFFF", AppbarBackground = "#FFFFFF", AppbarText = "#0F172A",
            DrawerBackground = "#FFFFFF", DrawerText = "#334155", DrawerIcon = "#475569",
            TextPrimary = "#0F172A", TextSecondary = "#475569", TextDisabled = "#64748B", ActionDefault = "#475569", ActionDisabled = "#64748B",
            Divider = "#E2E8F0", LinesDefault = "#E2E8F0", LinesInputs = "#64748B", TableLines = "#E2E8F0", TableHover = "#F1F5F9",
            Success = "#15803D", Warning = "#B45309", Error = "#B91C1C", Info = "#1D4ED8",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#2DD4BF", PrimaryContrastText = "#04201D", Secondary = "#CBD5E1", SecondaryContrastText = "#0B1220",
            Background = "#0B1220", Surface = "#111A2B", AppbarBackground = "#111A2B", AppbarText = "#E2E8F0",
            DrawerBackground = "#111A2B", DrawerText = "#CBD5E1", DrawerIcon = "#94A3B8",
            TextPrimary = "#E2E8F0", TextSecondary = "#A3B1C6", TextDisabled = "#8493A8", ActionDefault = "#A3B1C6", ActionDisabled = "#8493A8",
            Divider = "#24324A", LinesDefault = "#24324A", LinesInputs = "#8493A8", TableLines = "#24324A", TableHover = "#17233A",
            Success = "#4ADE80", Warning = "#FBBF24", Error = "#F87171", Info = "#93C5FD",
            SuccessContrastText = "#04200F", WarningContrastText = "#231600", ErrorContrastText = "#2A0606", InfoContrastText = "#0B1B33",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", DrawerWidthLeft = "232px", AppbarHeight = "56px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = s_sans, FontSize = "0.875rem", LineHeight = "1.43", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = s_sans, FontSize = "0.875rem", FontWeight = "600", TextTransform = "none", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = s_sans, FontSize = "0.875rem", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = s_sans, FontSize = "0.8125rem", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = s_sans, FontSize = "1rem", FontWeight = "600", LetterSpacing = "normal" },
        },
    };
}
