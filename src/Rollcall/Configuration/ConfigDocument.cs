using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Configuration;

/// <summary>One workspace as a file describes it.</summary>
internal sealed record ConfigDocument(
    string Workspace,
    string TimeZone,
    IReadOnlyList<CustomAttribute> Attributes,
    IReadOnlyList<TeamEntry> Teams,
    IReadOnlyList<LevelEntry> Levels,
    IReadOnlyList<ConnectionDocument> Connections);

/// <summary>A team that should be there, with other spellings for it.</summary>
internal sealed record TeamEntry(string Name, TeamKind Kind, ValueList<string> Aliases);

/// <summary>A level that should be there, in the file's order.</summary>
internal sealed record LevelEntry(string Name, ValueList<string> Aliases);

/// <summary>One connection as a file describes it. Secrets are names of environment variables, never values.</summary>
internal sealed record ConnectionDocument(
    ConnectionConfig Config, IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, string> SecretVariables);
