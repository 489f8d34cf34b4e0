using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Storage;

namespace Rollcall.Configuration;

/// <summary>One workspace as a file describes it.</summary>
internal sealed record ConfigDocument(
    string Workspace,
    string TimeZone,
    IReadOnlyList<CustomAttribute> Attributes,
    IReadOnlyList<TeamEntry> Teams,
    IReadOnlyList<LevelEntry> Levels,
    IReadOnlyList<ConnectionDocument> Connections,
    IReadOnlyList<PrecedenceEntry>? Precedence);

/// <summary>Another order of connections for one target, by their names (R18).</summary>
internal sealed record PrecedenceEntry(Target Target, ValueList<string> Connections)
{
    /// <summary>Those of a workspace; a connection that was removed is in none.</summary>
    public static IReadOnlyList<PrecedenceEntry> Of(Workspace workspace, IReadOnlyList<ConnectionEntry> connections) =>
    [
        .. workspace.TargetPrecedence
            .Select(o => new PrecedenceEntry(o.Target, o.Order.Select(id => connections.FirstOrDefault(c => c.Id == id)?.Config.Name).OfType<string>().ToValueList()))
            .Where(o => o.Connections.Count > 0),
    ];
}

/// <summary>A team that should be there, with other spellings for it.</summary>
internal sealed record TeamEntry(string Name, TeamKind Kind, ValueList<string> Aliases);

/// <summary>A level that should be there, in the file's order.</summary>
internal sealed record LevelEntry(string Name, ValueList<string> Aliases);

/// <summary>One connection as a file describes it. Secrets are names of environment variables, never values.</summary>
internal sealed record ConnectionDocument(
    ConnectionConfig Config, IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, string> SecretVariables);
