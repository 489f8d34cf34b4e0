using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Storage;

/// <summary>How many people have a value.</summary>
/// <param name="People">Everybody who is not deactivated.</param>
/// <param name="Filled">Of those, with a value, by attribute key.</param>
/// <param name="Pinned">Of those, with the value pinned, by attribute key.</param>
public sealed record AttributeFill(int People, IReadOnlyDictionary<string, int> Filled, IReadOnlyDictionary<string, int> Pinned);

/// <summary>Counts custom values. They are one text per person, so counting is one walk over the directory.</summary>
public sealed class AttributeQueries(IDbContextFactory<RollcallDbContext> contexts)
{
    private const char PinSeparator = '\n';

    public async Task<AttributeFill> FillAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var filled = new Dictionary<string, int>(StringComparer.Ordinal);
        var pinned = new Dictionary<string, int>(StringComparer.Ordinal);
        var people = 0;
        await foreach (var row in Current(context, workspace).Select(e => new { e.Custom, e.Pins }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            people++;
            Read(row.Custom, (key, _) => filled[key] = filled.GetValueOrDefault(key) + 1);
            foreach (var pin in row.Pins?.Split(PinSeparator) ?? [])
            {
                if (pin.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal))
                {
                    var key = pin[Fields.CustomPrefix.Length..];
                    pinned[key] = pinned.GetValueOrDefault(key) + 1;
                }
            }
        }

        return new AttributeFill(people, filled, pinned);
    }

    /// <summary>How often each value of an attribute is there; each of several counts for itself.</summary>
    public async Task<IReadOnlyDictionary<string, int>> ValuesAsync(WorkspaceId workspace, string key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var values = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var custom in Current(context, workspace).Where(e => e.Custom != null).Select(e => e.Custom).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            Read(custom, (each, value) =>
            {
                if (each == key)
                {
                    foreach (var one in value().Split(ValueConverter.MultiSeparator))
                    {
                        values[one] = values.GetValueOrDefault(one) + 1;
                    }
                }
            });
        }

        return values;
    }

    /// <summary>People at each level, deactivated ones too: a level is in use as long as anybody has it.</summary>
    public async Task<IReadOnlyDictionary<LevelId, int>> CountLevelsAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Employees.Where(e => e.WorkspaceId == workspace.Value && e.Level != null).GroupBy(e => e.Level!).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        return rows.ToDictionary(r => new LevelId(Guid.Parse(r.Key)), r => r.Count);
    }

    private static IQueryable<EmployeeRow> Current(RollcallDbContext context, WorkspaceId workspace) =>
        context.Employees.AsNoTracking().Where(e => e.WorkspaceId == workspace.Value && e.Status != (int)AccountStatus.Deactivated);

    private static void Read(string? custom, Action<string, Func<string>> told)
    {
        if (custom is null)
        {
            return;
        }

        using var document = JsonDocument.Parse(custom);
        foreach (var pair in document.RootElement.EnumerateObject())
        {
            told(pair.Name, () => pair.Value.GetString() ?? "");
        }
    }
}
