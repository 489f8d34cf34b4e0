using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Mapping;

/// <summary>What one rule makes of one record.</summary>
public enum RuleResultKind : byte
{
    /// <summary>None of the rule's attributes is offered: the rule says nothing, the next one or connection may.</summary>
    Silent,

    /// <summary>The source says: no value.</summary>
    Empty,

    Value,

    /// <summary>Not known or not usable: the standing value stays.</summary>
    Held,
}

/// <summary>What one rule makes of one record, before options, teams, levels and people are looked up.</summary>
public readonly struct RuleResult
{
    private RuleResult(RuleResultKind kind, SourceValue value, Hold? hold, int attribute)
    {
        Kind = kind;
        Value = value;
        Hold = hold;
        Attribute = attribute;
    }

    public RuleResultKind Kind { get; }

    public SourceValue Value { get; }

    /// <summary>Why, when <see cref="Kind"/> is <see cref="RuleResultKind.Held"/>.</summary>
    public Hold? Hold { get; }

    /// <summary>Index of the attribute the value came from; -1 when it came from none or several.</summary>
    public int Attribute { get; }

    public static RuleResult Silent => default;

    public static RuleResult Empty(int attribute) => new(RuleResultKind.Empty, SourceValue.Empty, hold: null, attribute);

    public static RuleResult Of(SourceValue value, int attribute) => value.Kind == SourceValueKind.Empty
        ? Empty(attribute)
        : new(RuleResultKind.Value, value, hold: null, attribute);

    public static RuleResult HeldBy(string code, int attribute, string? word = null) =>
        new(RuleResultKind.Held, SourceValue.Absent, new Hold(code, attribute, word), attribute);
}

/// <summary>Why a value or a person is held: finding code, attribute index (-1: none), and the option, team or lookup word in question.</summary>
public sealed record Hold(string Code, int Attribute, string? Word)
{
    public override string ToString() => Code;
}

/// <summary>Runs rules over records: picks, transforms, and knows when not to know. Pure.</summary>
public static class RuleRunner
{
    /// <param name="mapping">The connection's mapping.</param>
    /// <param name="rule">One of its rules.</param>
    /// <param name="values">Aligned to the mapping's attributes.</param>
    /// <param name="blanksHeld">Attributes whose blanks are held because their coverage dropped (R12); null when none.</param>
    public static RuleResult Run(CompiledMapping mapping, CompiledRule rule, SourceValue[] values, bool[]? blanksHeld)
    {
        var picked = Pick(mapping, rule, values, blanksHeld);
        if (rule.Rule.Transforms.Count == 0 || picked.Kind == RuleResultKind.Held || picked.Kind == RuleResultKind.Silent)
        {
            return picked;
        }

        var value = picked.Value;
        foreach (var transform in rule.Rule.Transforms)
        {
            if (value.Kind == SourceValueKind.Empty && transform is not Transform.Template)
            {
                continue;
            }

            var (next, unknown) = TransformSteps.Run(transform, value, key => ValueOf(mapping, values, key));
            if (next is not { } transformed)
            {
                return unknown is null
                    ? RuleResult.HeldBy(FindingCodes.ValueNotConvertible, picked.Attribute)
                    : RuleResult.HeldBy(FindingCodes.LookupUnknown, picked.Attribute, unknown);
            }

            value = transformed;
        }

        return RuleResult.Of(value, picked.Attribute);
    }

    private static SourceValue ValueOf(CompiledMapping mapping, SourceValue[] values, string key)
    {
        for (var i = 0; i < mapping.Attributes.Count; i++)
        {
            if (mapping.Attributes[i] == key)
            {
                return values[i];
            }
        }

        return SourceValue.Absent;
    }

    private static RuleResult Pick(CompiledMapping mapping, CompiledRule rule, SourceValue[] values, bool[]? blanksHeld)
    {
        var silent = true;
        var emptyFrom = -1;
        List<SourceItem>? items = null;
        var several = rule.TakesAll && rule.From.Length > 1;
        foreach (var index in rule.From)
        {
            if (mapping.Standing[index] == AttributeStanding.NeverOffered
                || (mapping.IsForKept && values[index].Kind == SourceValueKind.Absent))
            {
                continue;
            }

            silent = false;
            if (mapping.Standing[index] == AttributeStanding.Withdrawn)
            {
                return RuleResult.HeldBy(FindingCodes.AttributeWithdrawn, index);
            }

            switch (values[index].Kind)
            {
                case SourceValueKind.Absent:
                    return RuleResult.HeldBy(FindingCodes.AttributeNotReadable, index);
                case SourceValueKind.Unreadable:
                    return RuleResult.HeldBy(FindingCodes.ValueUnreadable, index);
                case SourceValueKind.Empty when blanksHeld is not null && blanksHeld[index]:
                    return RuleResult.HeldBy(FindingCodes.CoverageDrop, index);
                case SourceValueKind.Empty:
                    emptyFrom = emptyFrom < 0 ? index : emptyFrom;
                    break;
                default:
                    if (!several)
                    {
                        return RuleResult.Of(values[index], index);
                    }

                    Collect(items ??= [], values[index]);
                    break;
            }
        }

        if (items is not null)
        {
            return RuleResult.Of(SourceValue.OfItems(items.ToValueList()), rule.From[0]);
        }

        return silent ? RuleResult.Silent : RuleResult.Empty(emptyFrom);
    }

    private static void Collect(List<SourceItem> items, SourceValue value)
    {
        switch (value.Kind)
        {
            case SourceValueKind.Items:
                items.AddRange(value.Items);
                break;
            case SourceValueKind.Item:
                items.Add(value.Item);
                break;
            case SourceValueKind.Person:
                items.Add(new SourceItem(value.Person.ExternalId, value.Person.Email ?? value.Person.FullName ?? value.Person.ExternalId ?? ""));
                break;
            default:
                items.Add(new SourceItem(Id: null, value.Text));
                break;
        }
    }
}
