using System.Text.RegularExpressions;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Scheduling;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Rollcall.Configuration;

/// <summary>Reads a configuration file. Nothing is looked up or written: a file is right or wrong by itself.</summary>
internal sealed partial class ConfigReader
{
    private readonly List<ConfigProblem> problems = [];

    /// <exception cref="ConfigException">The file has problems, all listed.</exception>
    public static ConfigDocument Read(string file, string yaml)
    {
        var reader = new ConfigReader();
        var document = reader.ReadDocument(yaml);
        return reader.problems.Count == 0 && document is not null
            ? document
            : throw new ConfigException(file, [.. reader.problems.OrderBy(p => p.Line).ThenBy(p => p.Column)]);
    }

    /// <summary>Reads mappings and exclusion criteria alone, as a connection of a file has them; the connector's own mappings are not added.</summary>
    /// <exception cref="ConfigException">The text has problems, all listed.</exception>
    public static (ValueList<MappingRule> Mappings, ExclusionCriteria Exclusions) ReadMapping(string name, string yaml, IReadOnlyList<CustomAttribute> attributes)
    {
        var reader = new ConfigReader();
        (ValueList<MappingRule>, ExclusionCriteria)? read = null;
        if (reader.RootOf(yaml) is { } root)
        {
            read = (MappingReader.WithDefaults(MappingReader.Read(root, attributes), []), MappingReader.ReadExclusions(root.Map("exclusions")));
            root.Close();
        }

        return reader.problems.Count == 0 && read is { } whole ? whole : throw new ConfigException(name, [.. reader.problems.OrderBy(p => p.Line).ThenBy(p => p.Column)]);
    }

    private YamlMap? RootOf(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException exception)
        {
            problems.Add(new ConfigProblem(exception.Start.Line, exception.Start.Column, $"This is no YAML: {exception.Message}", "Look at the indentation and the quotes of this line."));
            return null;
        }

        if (stream.Documents.Count != 1)
        {
            problems.Add(new ConfigProblem(1, 1, "The file is empty or has several documents.", "Write one document that begins with “workspace:”."));
            return null;
        }

        return new YamlMap(stream.Documents[0].RootNode, "the document", problems);
    }

    private ConfigDocument? ReadDocument(string yaml)
    {
        if (RootOf(yaml) is not { } root)
        {
            return null;
        }

        var workspace = root.Required("workspace");
        CheckName(root, "workspace", workspace);
        var timeZone = root.Text("timeZone") ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _))
        {
            root.Problem(root.At("timeZone"), $"“{timeZone}” is no time zone.", "Write an IANA name such as Europe/Berlin.");
        }

        var attributes = root.Items("customAttributes").Select(n => ReadAttribute(root.Entry(n, "a custom attribute"))).ToList();
        var teams = root.Items("teams").Select(n => ReadTeam(root, n)).ToList();
        var levels = root.Items("levels").Select(n => ReadLevel(root, n)).ToList();
        var connections = root.Items("connections").Select(n => ReadConnection(root.Entry(n, "a connection"), attributes)).ToList();
        var precedence = root.Has("precedence") ? ReadPrecedence(root, attributes, [.. connections.Select(c => c.Config.Name)]) : null;
        root.Close();
        Unique(root, "customAttributes", attributes.Select(a => a.Key));
        Unique(root, "connections", connections.Select(c => c.Config.Name));
        return new ConfigDocument(workspace, timeZone, attributes, teams, levels, connections, precedence);
    }

    /// <summary>Orders of single targets. Who is in one has to be in the file: an order says nothing without the connections it orders.</summary>
    private static List<PrecedenceEntry> ReadPrecedence(YamlMap root, IReadOnlyList<CustomAttribute> attributes, IReadOnlyList<string> connections)
    {
        var entries = new List<PrecedenceEntry>();
        foreach (var node in root.Items("precedence"))
        {
            var map = root.Entry(node, "an order of connections");
            var target = MappingReader.TargetOf(map, "target", map.Required("target"), attributes);
            var names = map.Texts("connections");
            foreach (var name in names.Where(n => !connections.Contains(n, StringComparer.Ordinal)))
            {
                map.Problem(map.At("connections"), $"There is no connection “{name}” in this file.", $"Write it under “connections”, or leave it out here.{YamlMap.DidYouMean(name, connections)}");
            }

            foreach (var name in names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
            {
                map.Problem(map.At("connections"), $"“{name}” is there twice in this order.", "Name each connection once.");
            }

            if (names.Count == 0)
            {
                map.Problem(map.Node, "This order names no connection.", "Write connections: [the one that wins, the next].");
            }

            map.Close();
            if (target is not null)
            {
                entries.Add(new PrecedenceEntry(target, names));
            }
        }

        Unique(root, "precedence", entries.Select(e => e.Target.ToString()));
        return entries;
    }

    private static void Unique(YamlMap root, string key, IEnumerable<string> names)
    {
        foreach (var name in names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            root.Problem(root.At(key), $"“{name}” is there twice in “{key}”.", "Give each its own name.");
        }
    }

    private static void CheckName(YamlMap map, string key, string name)
    {
        if (name.Length > 0 && !Name().IsMatch(name))
        {
            map.Problem(map.At(key), $"“{name}” is not a name.", "Use lower-case letters, digits and hyphens.");
        }
    }

    private static CustomAttribute ReadAttribute(YamlMap map)
    {
        var key = map.Required("key");
        CheckName(map, "key", key);
        var attribute = new CustomAttribute
        {
            Key = key,
            Name = map.Text("name") ?? key,
            Type = map.Word("type", AttributeType.Text, ConfigWords.AttributeTypes),
            Options = map.Items("options").Select(n => ReadOption(map, n)).ToValueList(),
            Section = map.Text("section"),
            Access = map.Word("access", ReadAccess.Everyone, ConfigWords.Access),
            Description = map.Text("description"),
        };
        if (attribute.Options.Count > 0 && attribute.Type is not (AttributeType.SingleSelect or AttributeType.MultiSelect))
        {
            map.Problem(map.At("options"), $"“{key}” has options but is no select.", "Write type: single-select or multi-select, or leave the options out.");
        }

        map.Close();
        return attribute;
    }

    private static AttributeOption ReadOption(YamlMap parent, YamlNode node)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } label })
        {
            return new AttributeOption(label, [], Archived: false);
        }

        var map = parent.Entry(node, "an option");
        var option = new AttributeOption(map.Required("label"), map.Texts("aliases"), map.Flag("archived", otherwise: false));
        map.Close();
        return option;
    }

    private static TeamEntry ReadTeam(YamlMap parent, YamlNode node)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } name })
        {
            return new TeamEntry(name, TeamKind.Team, []);
        }

        var map = parent.Entry(node, "a team");
        var team = new TeamEntry(map.Required("name"), map.Word("kind", TeamKind.Team, ConfigWords.TeamKinds), map.Texts("aliases"));
        map.Close();
        return team;
    }

    private static LevelEntry ReadLevel(YamlMap parent, YamlNode node)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } name })
        {
            return new LevelEntry(name, []);
        }

        var map = parent.Entry(node, "a level");
        var level = new LevelEntry(map.Required("name"), map.Texts("aliases"));
        map.Close();
        return level;
    }

    private static ConnectionDocument ReadConnection(YamlMap map, IReadOnlyList<CustomAttribute> attributes)
    {
        var name = map.Required("name");
        CheckName(map, "name", name);
        var provider = map.Required("provider");
        var descriptor = Connectors.Connectors.Find(provider);
        if (descriptor is null && provider.Length > 0)
        {
            var keys = Connectors.Connectors.All.Select(c => c.Key).ToList();
            map.Problem(map.At("provider"), $"There is no connector “{provider}”.", $"Write {string.Join(", ", keys)}.{YamlMap.DidYouMean(provider, keys)}");
        }

        var (settings, secrets) = ReadSettings(map, descriptor);
        var useDefaults = map.Flag("defaults", otherwise: true);
        var mappings = MappingReader.Read(map, attributes);
        var config = new ConnectionConfig
        {
            Name = name,
            Provider = provider,
            Enabled = map.Flag("enabled", otherwise: true),
            Schedule = ReadSchedule(map),
            AutoInvite = map.Flag("autoInvite", otherwise: false),
            WhenReturning = map.Word("whenReturning", ReturnPolicy.Reactivate, ConfigWords.WhenReturning),
            CreateUpcoming = map.Flag("createUpcoming", otherwise: true),
            MissingReadsBeforeLeaving = (int)map.Number("missingReadsBeforeLeaving", 2, 1, 30),
            Exclusions = MappingReader.ReadExclusions(map.Map("exclusions")),
            Mappings = MappingReader.WithDefaults(mappings, useDefaults ? descriptor?.DefaultMappings ?? [] : []),
            Limits = ReadLimits(map.Map("limits")),
        };
        map.Close();
        return new ConnectionDocument(config, settings, secrets);
    }

    private static SyncSchedule ReadSchedule(YamlMap map)
    {
        if (map.Text("schedule") is not { } text)
        {
            return SyncSchedule.Hourly;
        }

        if (ScheduleRules.Parse(text) is { } schedule)
        {
            return schedule;
        }

        map.Problem(map.At("schedule"), $"“{text}” is no schedule.", "Write off, “every 30 minutes”, or a crontab line such as “0 6 * * 1-5”.");
        return SyncSchedule.Hourly;
    }

    private static (IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, string> Secrets) ReadSettings(YamlMap map, ConnectorDescriptor? descriptor)
    {
        var settings = map.Pairs("settings");
        var secrets = map.Pairs("secrets");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in secrets)
        {
            if (Variable().Match(value) is { Success: true } match)
            {
                variables[key] = match.Groups["name"].Value;
            }
            else
            {
                map.Problem(map.At("secrets"), $"The secret “{key}” is written out.", $"Write {key}: ${{NAME}} and set the environment variable NAME; a file is no place for a secret.");
            }
        }

        if (descriptor is null)
        {
            return (settings, variables);
        }

        foreach (var key in settings.Keys.Concat(secrets.Keys))
        {
            var field = descriptor.Settings.FirstOrDefault(f => f.Key == key);
            if (field is null)
            {
                map.Problem(map.At(settings.ContainsKey(key) ? "settings" : "secrets"), $"{descriptor.Name} has no setting “{key}”.", $"Known are {string.Join(", ", descriptor.Settings.Select(f => f.Key))}.{YamlMap.DidYouMean(key, descriptor.Settings.Select(f => f.Key))}");
            }
            else if (field.Secret != secrets.ContainsKey(key))
            {
                map.Problem(map.At(field.Secret ? "settings" : "secrets"), $"“{key}” belongs under “{(field.Secret ? "secrets" : "settings")}”.", "Move it there.");
            }
        }

        foreach (var missing in descriptor.Settings.Where(f => f is { Required: true, Default: null } && !settings.ContainsKey(f.Key) && !secrets.ContainsKey(f.Key)))
        {
            map.Problem(map.Node, $"The {(missing.Secret ? "secret" : "setting")} “{missing.Key}” is missing.", missing.Help);
        }

        return (settings, variables);
    }

    private static PlanLimits ReadLimits(YamlMap? map)
    {
        if (map is null)
        {
            return PlanLimits.Default;
        }

        var standard = PlanLimits.Default;
        var limits = new PlanLimits
        {
            MaxDeactivatedPercent = map.Number("maxDeactivatedPercent", standard.MaxDeactivatedPercent, 0, 100),
            AlwaysAllowedDeactivations = (int)map.Number("alwaysAllowedDeactivations", standard.AlwaysAllowedDeactivations, 0, 1_000_000),
            AlwaysAllowedOthers = (int)map.Number("alwaysAllowedOthers", standard.AlwaysAllowedOthers, 0, 1_000_000),
            MaxRebindPercent = map.Number("maxRebindPercent", standard.MaxRebindPercent, 0, 100),
            MaxManagerChangePercent = map.Number("maxManagerChangePercent", standard.MaxManagerChangePercent, 0, 100),
            MaxCreatedPercent = map.Number("maxCreatedPercent", standard.MaxCreatedPercent, 0, 100_000),
            MaxCoverageDropPoints = map.Number("maxCoverageDropPoints", standard.MaxCoverageDropPoints, 0, 100),
        };
        map.Close();
        return limits;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Variable();
}
