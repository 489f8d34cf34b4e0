using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Features.Mapping;

/// <summary>What a criterion still lacks.</summary>
public enum CriterionProblem
{
    NoAttribute,

    NoValue,

    /// <summary>Before and after compare dates.</summary>
    NoDate,
}

/// <summary>One criterion while it is edited.</summary>
public sealed class CriterionDraft
{
    private readonly Criterion? standing;

    public CriterionDraft()
    {
    }

    public CriterionDraft(Criterion standing)
    {
        this.standing = standing;
        (Attribute, Operator, Value) = (standing.Attribute, standing.Operator, string.Join('\n', standing.Values));
    }

    public string Attribute { get; set; } = "";

    public CriterionOperator Operator { get; set; } = CriterionOperator.Is;

    /// <summary>What to compare with, one value a line.</summary>
    public string Value { get; set; } = "";

    /// <summary>Whether nothing was filled in yet.</summary>
    public bool IsBlank => Attribute.Length == 0 && Value.Trim().Length == 0;

    public CriterionProblem? Problem => Attribute.Length == 0 ? CriterionProblem.NoAttribute
        : Operator != CriterionOperator.IsEmpty && Values().Count == 0 ? CriterionProblem.NoValue
        : Operator is CriterionOperator.Before or CriterionOperator.After && Values().Any(v => ValueConverter.Date(v) is null) ? CriterionProblem.NoDate
        : null;

    public Criterion ToCriterion()
    {
        var made = new Criterion(Attribute, Operator, Operator == CriterionOperator.IsEmpty ? [] : Values());
        return standing is not null && standing.Attribute == Attribute && standing.Operator == Operator && string.Join('\n', standing.Values) == Value ? standing : made;
    }

    private ValueList<string> Values() => [.. Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}

/// <summary>Criteria joined by any or all, while they are edited.</summary>
public sealed class GroupDraft(CriteriaGroup standing)
{
    public bool All { get; set; } = standing.All;

    public IList<CriterionDraft> Criteria { get; } = [.. standing.Criteria.Select(c => new CriterionDraft(c))];

    public CriteriaGroup ToGroup()
    {
        ValueList<Criterion> whole = [.. Criteria.Where(c => c.Problem is null).Select(c => c.ToCriterion())];
        return new CriteriaGroup(All && (whole.Count > 0 || standing.All), whole);
    }
}

/// <summary>Who a connection leaves alone, while it is edited.</summary>
public sealed class CriteriaDraft(ExclusionCriteria standing)
{
    public GroupDraft Exclude { get; } = new(standing.Exclude);

    public GroupDraft IncludeOnly { get; } = new(standing.IncludeOnly);

    /// <summary>External ids or emails.</summary>
    public IList<string> People { get; } = [.. standing.People];

    /// <summary>Something was begun and is not usable yet.</summary>
    public bool IsHalfDone => Exclude.Criteria.Concat(IncludeOnly.Criteria).Any(c => !c.IsBlank && c.Problem is not null);

    /// <summary>The usable part.</summary>
    public ExclusionCriteria ToCriteria() => new(Exclude.ToGroup(), IncludeOnly.ToGroup(), [.. People]);

    /// <summary>Names a person; the same twice is once.</summary>
    public void AddPerson(string idOrEmail)
    {
        var word = idOrEmail.Trim();
        if (word.Length > 0 && !People.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            People.Add(word);
        }
    }
}
