using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>What the mappings want in one slot.</summary>
internal enum SlotKind
{
    /// <summary>No rule says anything: the standing value stays and is not the HRIS'.</summary>
    Unmanaged,

    /// <summary>This value, or none.</summary>
    Value,

    /// <summary>Not known: the standing value stays.</summary>
    Held,
}

/// <summary>What the mappings want in one slot, and why.</summary>
/// <param name="Kind">See <see cref="SlotKind"/>.</param>
/// <param name="Value">Canonical text, null for none.</param>
/// <param name="Entry">The rule that decided.</param>
/// <param name="Attribute">Key of the source attribute it came from.</param>
/// <param name="Hold">Why it is held.</param>
/// <param name="Nearest">The most similar option or level.</param>
internal readonly record struct SlotOutcome(
    SlotKind Kind, string? Value, TargetEntry Entry, string? Attribute, Hold? Hold, string? Nearest);

/// <summary>Decides one slot of one person over all connections that carry them: the first value in order of precedence wins, a missing
/// one falls back, a held one holds (R18, R5, R8, R9).</summary>
internal sealed class SlotResolver(LevelBook levels, ManagerResolver managers)
{
    /// <param name="entries">The slot's rules in order of precedence.</param>
    /// <param name="carriers">The person's records.</param>
    public SlotOutcome Resolve(TargetEntry[] entries, ReadOnlySpan<Carrier> carriers)
    {
        SlotOutcome? empty = null;
        foreach (var entry in entries)
        {
            if (!TryFind(carriers, entry.Mapping, out var carrier))
            {
                continue;
            }

            var result = RuleRunner.Run(entry.Mapping, entry.Rule, carrier.Values, carrier.BlanksHeld);
            var attribute = result.Attribute < 0 ? null : entry.Mapping.Attributes[result.Attribute];
            switch (result.Kind)
            {
                case RuleResultKind.Silent:
                    break;
                case RuleResultKind.Held:
                    return new SlotOutcome(SlotKind.Held, null, entry, attribute, result.Hold, null);
                case RuleResultKind.Empty:
                    empty ??= OfEmpty(entry, attribute);
                    break;
                case RuleResultKind.Value:
                    return Convert(entry, attribute, result);
            }
        }

        return empty ?? default;
    }

    public static bool TryFind(ReadOnlySpan<Carrier> carriers, CompiledMapping mapping, out Carrier found)
    {
        foreach (var carrier in carriers)
        {
            if (ReferenceEquals(carrier.Mapping, mapping))
            {
                found = carrier;
                return true;
            }
        }

        found = default;
        return false;
    }

    private SlotOutcome OfEmpty(TargetEntry entry, string? attribute) => entry.Rule.Rule.WhenEmpty switch
    {
        EmptyPolicy.Clear => new SlotOutcome(SlotKind.Value, null, entry, attribute, null, null),
        EmptyPolicy.Keep => new SlotOutcome(SlotKind.Unmanaged, null, entry, attribute, null, null),
        EmptyPolicy.Default => Convert(entry, attribute, RuleResult.Of(SourceValue.OfText(entry.Rule.Rule.Default), -1)),
    };

    private SlotOutcome Convert(TargetEntry entry, string? attribute, RuleResult result)
    {
        var rule = entry.Rule;
        return rule.To.Kind switch
        {
            TargetKind.Level => OfLevel(entry, attribute, result),
            TargetKind.Manager => OfManager(entry, attribute, result),
            TargetKind.Field or TargetKind.CustomAttribute when rule.Options is { } book => OfOption(entry, attribute, result, book),
            TargetKind.Field or TargetKind.CustomAttribute => OfScalar(entry, attribute, result),
            TargetKind.Team or TargetKind.AdditionalManager or TargetKind.Status => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static SlotOutcome OfScalar(TargetEntry entry, string? attribute, RuleResult result)
    {
        var canonical = ValueConverter.Convert(result.Value, entry.Rule.Type);
        if (canonical is null)
        {
            return Held(entry, attribute, result, FindingCodes.ValueNotConvertible, word: null);
        }

        return entry.Rule.To.Name == Fields.Email && !IsEmail(canonical)
            ? Held(entry, attribute, result, FindingCodes.EmailInvalid, word: null)
            : new SlotOutcome(SlotKind.Value, canonical, entry, attribute, null, null);
    }

    private static SlotOutcome OfOption(TargetEntry entry, string? attribute, RuleResult result, OptionBook book)
    {
        var mayCreate = (entry.Rule.Rule.WhenUnknown ?? UnknownPolicy.Hold) == UnknownPolicy.Create;
        var (canonical, unknown) = book.Resolve(result.Value, mayCreate);
        return canonical is not null
            ? new SlotOutcome(SlotKind.Value, canonical, entry, attribute, null, null)
            : Held(entry, attribute, result, FindingCodes.OptionUnknown, unknown) with
            {
                Nearest = Similarity.Nearest(unknown!, book.Attribute.Options.Select(o => o.Label)),
            };
    }

    private SlotOutcome OfLevel(TargetEntry entry, string? attribute, RuleResult result)
    {
        var (level, hold, nearest) = levels.Find(ValueConverter.Text(result.Value));
        return level is { } found
            ? new SlotOutcome(SlotKind.Value, found.Value.ToString(), entry, attribute, null, null)
            : new SlotOutcome(SlotKind.Held, null, entry, attribute, hold! with { Attribute = result.Attribute }, nearest);
    }

    private SlotOutcome OfManager(TargetEntry entry, string? attribute, RuleResult result)
    {
        var reference = ManagerResolver.ReferencesIn(result.Value).FirstOrDefault();
        if (reference is null)
        {
            return Held(entry, attribute, result, FindingCodes.ValueNotConvertible, word: null);
        }

        var (employee, code) = managers.Resolve(entry.Mapping.Connection, reference);
        return employee is { } found
            ? new SlotOutcome(SlotKind.Value, found.Value.ToString(), entry, attribute, null, null)
            : Held(entry, attribute, result, code!, word: null);
    }

    private static SlotOutcome Held(TargetEntry entry, string? attribute, RuleResult result, string code, string? word) =>
        new(SlotKind.Held, null, entry, attribute, new Hold(code, result.Attribute, word), null);

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);
    }
}
