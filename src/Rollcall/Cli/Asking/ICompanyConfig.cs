using Rollcall.Configuration;

namespace Rollcall.Cli.Asking;

/// <summary>The configuration as a file.</summary>
internal interface ICompanyConfig
{
    /// <summary>The file.</summary>
    Task<string> ExportAsync(CancellationToken cancellationToken);

    /// <summary>What storing a file would change.</summary>
    Task<IReadOnlyList<ConfigChange>> PlanAsync(ConfigFile file, CancellationToken cancellationToken);

    /// <summary>Stores what a file says; the changes that made.</summary>
    Task<IReadOnlyList<ConfigChange>> ApplyAsync(ConfigFile file, CancellationToken cancellationToken);
}

/// <summary>A configuration file that was read.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Text">What it says.</param>
/// <param name="Document">The same, understood.</param>
internal sealed record ConfigFile(string Path, string Text, ConfigDocument Document)
{
    public override string ToString() => Path;
}
