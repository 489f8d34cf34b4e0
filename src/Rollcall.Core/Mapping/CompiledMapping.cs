using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Mapping;

/// <summary>What is known about one used attribute before any value is looked at.</summary>
public enum AttributeStanding
{
    /// <summary>The source offers it.</summary>
    Offered,

    /// <summary>It came at the last good run and the source no longer offers it: its values are held (R12).</summary>
    Withdrawn,

    /// <summary>It never came and is not offered: rules fall through to their next attribute.</summary>
    NeverOffered,
}

/// <summary>One rule, ready to run: attribute indexes instead of keys, and what its target needs.</summary>
public sealed class CompiledRule
{
    public required MappingRule Rule { get; init; }

    /// <summary>Indexes into <see cref="CompiledMapping.Attributes"/>, in order of preference.</summary>
    public required int[] From { get; init; }

    /// <summary>Slot in the layout, or -1 for sets and the status.</summary>
    public required int Slot { get; init; }

    /// <summary>For select targets: their options, shared by all rules of the run.</summary>
    public OptionBook? Options { get; init; }

    /// <summary>Type of the slot.</summary>
    public AttributeType Type { get; init; } = AttributeType.Text;

    public Target To => Rule.To;

    /// <summary>Sets take the values of all their attributes, everything else the first non-empty one.</summary>
    public required bool TakesAll { get; init; }
}

/// <summary>The mapping of one connection, ready to run over records whose values are aligned to <see cref="Attributes"/>.</summary>
public sealed class CompiledMapping
{
    public required ConnectionId Connection { get; init; }

    public required ConnectionConfig Config { get; init; }

    /// <summary>Used attributes in ordinal order (S6): what is requested, fingerprinted and kept.</summary>
    public required ValueList<string> Attributes { get; init; }

    /// <summary>Aligned to <see cref="Attributes"/>.</summary>
    public required AttributeStanding[] Standing { get; init; }

    public required IReadOnlyList<CompiledRule> Rules { get; init; }

    /// <summary>Who is left alone.</summary>
    public CompiledCriteria Criteria => field ??= new CompiledCriteria(this);

    /// <summary>Folded vendor word to status.</summary>
    public required IReadOnlyDictionary<string, EmploymentStatus> StatusWords { get; init; }

    /// <summary>Problems of the mapping itself: targets that do not exist, attributes that are not offered.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>For the stored records of a connection that is not being read: an attribute that was not kept says nothing.</summary>
    public required bool IsForKept { get; init; }

    /// <summary>Attributes to ask the source for: used and offered.</summary>
    public ValueList<string> Requested => Attributes.Where((_, i) => Standing[i] == AttributeStanding.Offered).ToValueList();
}
