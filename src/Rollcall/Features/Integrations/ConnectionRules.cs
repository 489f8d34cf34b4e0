using System.Text.RegularExpressions;
using Rollcall.Core.Mapping;
using Rollcall.Scheduling;

namespace Rollcall.Features.Integrations;

/// <summary>What a connection does besides mapping: who is invited, who leaves, when the guard stops. Edited on its own page, so that it
/// does not collide with an edit of the mapping.</summary>
public static partial class ConnectionRules
{
    /// <summary>Names of the fields whose value is out of range; the same ranges as in a configuration file.</summary>
    public static IReadOnlyList<string> Problems(ConnectionConfig config)
    {
        var limits = config.Limits;
        (string Field, double Value, double Most)[] ranges =
        [
            (nameof(limits.MaxDeactivatedPercent), limits.MaxDeactivatedPercent, 100),
            (nameof(limits.AlwaysAllowedDeactivations), limits.AlwaysAllowedDeactivations, 1_000_000),
            (nameof(limits.AlwaysAllowedOthers), limits.AlwaysAllowedOthers, 1_000_000),
            (nameof(limits.MaxRebindPercent), limits.MaxRebindPercent, 100),
            (nameof(limits.MaxManagerChangePercent), limits.MaxManagerChangePercent, 100),
            (nameof(limits.MaxCreatedPercent), limits.MaxCreatedPercent, 100_000),
            (nameof(limits.MaxCoverageDropPoints), limits.MaxCoverageDropPoints, 100),
        ];
        var wrong = ranges.Where(r => !(r.Value >= 0 && r.Value <= r.Most)).Select(r => r.Field).ToList();
        if (config.Schedule.Crontab is { } crontab && ScheduleRules.Parse(crontab) is null)
        {
            wrong.Add(nameof(config.Schedule));
        }

        if (config.MissingReadsBeforeLeaving is < 1 or > 30)
        {
            wrong.Add(nameof(config.MissingReadsBeforeLeaving));
        }

        return wrong;
    }

    /// <summary>Whether both say the same apart from mapping and exclusion criteria.</summary>
    public static bool AreSame(ConnectionConfig one, ConnectionConfig other) => ConfigJson.Write(Alone(one)) == ConfigJson.Write(Alone(other));

    /// <summary>The rules of one configuration with the mapping of another.</summary>
    public static ConnectionConfig With(ConnectionConfig rules, ConnectionConfig mapping) =>
        rules with { Name = mapping.Name, Provider = mapping.Provider, Mappings = mapping.Mappings, Exclusions = mapping.Exclusions };

    /// <summary>Lower-case letters, digits and hyphens, as in a configuration file. “connect” is the address of the wizard.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 60 && name != "connect" && Name().IsMatch(name);

    /// <summary>A name that is not taken.</summary>
    public static string FreeName(string wanted, IEnumerable<string> taken)
    {
        var names = taken.ToHashSet(StringComparer.Ordinal);
        var name = wanted;
        for (var i = 2; names.Contains(name); i++)
        {
            name = $"{wanted}-{i}";
        }

        return name;
    }

    private static ConnectionConfig Alone(ConnectionConfig config) => config with { Mappings = [], Exclusions = ExclusionCriteria.None };

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
