namespace Rollcall.Core.Directory;

/// <summary>One company. Everything else belongs to exactly one.</summary>
public readonly record struct WorkspaceId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>One HRIS account of a workspace.</summary>
public readonly record struct ConnectionId(Guid Value) : IComparable<ConnectionId>
{
    public int CompareTo(ConnectionId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

/// <summary>One person of the directory.</summary>
public readonly record struct EmployeeId(Guid Value) : IComparable<EmployeeId>
{
    public int CompareTo(EmployeeId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

/// <summary>One team of the directory.</summary>
public readonly record struct TeamId(Guid Value) : IComparable<TeamId>
{
    public int CompareTo(TeamId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

/// <summary>One level of the directory.</summary>
public readonly record struct LevelId(Guid Value) : IComparable<LevelId>
{
    public int CompareTo(LevelId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

/// <summary>One pass over a connection.</summary>
public readonly record struct RunId(Guid Value)
{
    public override string ToString() => Value.ToString();
}
