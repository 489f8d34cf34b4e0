using Rollcall.Core.Connecting;

namespace Rollcall.Features.Integrations;

/// <summary>What is wrong with one setting before anybody is asked.</summary>
public enum SettingProblem
{
    Missing,

    /// <summary>Not one of the setting's choices.</summary>
    NoChoice,

    /// <summary>The address changed: the stored secret must not be sent to another host.</summary>
    WriteAgain,
}

/// <summary>The settings of a connection while somebody edits them. Secrets go in and never come out.</summary>
/// <param name="connector">Whose settings.</param>
/// <param name="standing">The stored settings; none for a new connection.</param>
/// <param name="secretsSet">Keys of the secrets that are stored.</param>
public sealed class SettingsDraft(ConnectorDescriptor connector, IReadOnlyDictionary<string, string> standing, IReadOnlyCollection<string> secretsSet)
{
    private readonly Dictionary<string, string> values = connector.Settings.Where(f => !f.Secret)
        .ToDictionary(f => f.Key, f => standing.GetValueOrDefault(f.Key) ?? f.Default ?? "", StringComparer.Ordinal);

    private readonly Dictionary<string, string> secrets = new(StringComparer.Ordinal);

    public ConnectorDescriptor Connector { get; } = connector;

    /// <summary>What to store: no secrets, no defaults, nothing empty.</summary>
    public IReadOnlyDictionary<string, string> Settings => Connector.Settings
        .Where(f => !f.Secret && values[f.Key].Trim() is { Length: > 0 } value && (value != f.Default || standing.ContainsKey(f.Key)))
        .ToDictionary(f => f.Key, f => values[f.Key].Trim(), StringComparer.Ordinal);

    /// <summary>The secrets that were written now.</summary>
    public IReadOnlyDictionary<string, string> NewSecrets =>
        secrets.Where(s => s.Value.Trim().Length > 0).ToDictionary(s => s.Key, s => s.Value.Trim(), StringComparer.Ordinal);

    public bool IsChanged => NewSecrets.Count > 0
        || Connector.Settings.Any(f => !f.Secret && values[f.Key].Trim() != (standing.GetValueOrDefault(f.Key) ?? f.Default ?? ""));

    public bool IsSet(string key) => secretsSet.Contains(key);

    public string Get(string key) => values.GetValueOrDefault(key) ?? secrets.GetValueOrDefault(key) ?? "";

    public void Set(string key, string? value)
    {
        var isSecret = Connector.Settings.First(f => f.Key == key).Secret;
        (isSecret ? secrets : values)[key] = value ?? "";
    }

    /// <summary>Forgets the secrets that were written, once they are stored.</summary>
    public void ForgetSecrets() => secrets.Clear();

    /// <summary>Problems by setting; none when it can be tried.</summary>
    public IReadOnlyDictionary<string, SettingProblem> Check() => Connector.Settings.Select(f => (f.Key, Problem: ProblemOf(f)))
        .Where(p => p.Problem is not null).ToDictionary(p => p.Key, p => p.Problem!.Value, StringComparer.Ordinal);

    private SettingProblem? ProblemOf(SettingField field)
    {
        var value = Get(field.Key).Trim();
        if (value.Length == 0)
        {
            return !field.Required ? null
                : !field.Secret || !IsSet(field.Key) ? SettingProblem.Missing
                : MovedElsewhere() ? SettingProblem.WriteAgain : null;
        }

        return field.Choices.Count > 0 && !field.Choices.Contains(value) ? SettingProblem.NoChoice : null;
    }

    private bool MovedElsewhere() => Connector.Settings.Any(f =>
    {
        var before = standing.GetValueOrDefault(f.Key) ?? f.Default ?? "";
        return !f.Secret && (IsAddress(before) || IsAddress(values[f.Key])) && before != values[f.Key].Trim();
    });

    private static bool IsAddress(string text) => text.TrimStart().StartsWith("http", StringComparison.OrdinalIgnoreCase);
}
