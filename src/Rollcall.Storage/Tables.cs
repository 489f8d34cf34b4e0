namespace Rollcall.Storage;

/// <summary>The tables that runs write in bulk. Column orders are those of the row builders in <see cref="PlanWriter"/>.</summary>
internal static class Tables
{
    public static readonly TableShape Employees = new("employees",
    [
        new("id", ColumnKind.Uuid), new("workspace_id", ColumnKind.Uuid), new("status", ColumnKind.Integer), new("status_before", ColumnKind.Integer),
        new("email", ColumnKind.Text), new("first_name", ColumnKind.Text), new("last_name", ColumnKind.Text), new("preferred_name", ColumnKind.Text),
        new("display_name", ColumnKind.Text), new("title", ColumnKind.Text), new("location", ColumnKind.Text), new("phone", ColumnKind.Text),
        new("gender", ColumnKind.Text), new("birthday", ColumnKind.Text), new("start_date", ColumnKind.Text), new("end_date", ColumnKind.Text),
        new("employment_type", ColumnKind.Text), new("level", ColumnKind.Text), new("manager", ColumnKind.Text), new("custom", ColumnKind.Json),
        new("pins", ColumnKind.Text), new("is_owner", ColumnKind.Boolean), new("email_key", ColumnKind.Text), new("name_key", ColumnKind.Text),
        new("created_at", ColumnKind.Long), new("updated_at", ColumnKind.Long),
    ], KeyColumns: 1);

    /// <summary>Index of the first built-in value slot in <see cref="Employees"/>.</summary>
    public const int FirstSlot = 4;

    public static readonly TableShape Memberships = new("memberships",
        [new("employee_id", ColumnKind.Uuid), new("team_id", ColumnKind.Uuid), new("origin_id", ColumnKind.Uuid), new("workspace_id", ColumnKind.Uuid)], KeyColumns: 3);

    public static readonly TableShape AdditionalManagers = new("additional_managers",
        [new("employee_id", ColumnKind.Uuid), new("manager_id", ColumnKind.Uuid), new("origin_id", ColumnKind.Uuid), new("workspace_id", ColumnKind.Uuid)], KeyColumns: 3);

    public static readonly TableShape SourceRecords = new("source_records",
    [
        new("connection_id", ColumnKind.Uuid), new("external_id", ColumnKind.Text), new("workspace_id", ColumnKind.Uuid), new("employee_id", ColumnKind.Uuid),
        new("fingerprint", ColumnKind.Bytes), new("content", ColumnKind.Bytes), new("scope", ColumnKind.Integer), new("scope_reason", ColumnKind.Text),
        new("scope_since", ColumnKind.Long), new("missing_reads", ColumnKind.Integer), new("due_on", ColumnKind.Text), new("read_at", ColumnKind.Long),
        new("answer", ColumnKind.Bytes),
    ], KeyColumns: 2);

    /// <summary>The answers that records are known by; the reading stays.</summary>
    public static readonly TableShape RecordAnswers = new("source_records",
        [new("connection_id", ColumnKind.Uuid), new("external_id", ColumnKind.Text), new("answer", ColumnKind.Bytes)], KeyColumns: 2);

    /// <summary>Whom records are tied to, and that they are looked at again; the reading stays.</summary>
    public static readonly TableShape RecordTies = new("source_records",
        [new("connection_id", ColumnKind.Uuid), new("external_id", ColumnKind.Text), new("employee_id", ColumnKind.Uuid), new("fingerprint", ColumnKind.Bytes)], KeyColumns: 2);

    public static readonly TableShape Decisions = new("match_decisions", [new("connection_id", ColumnKind.Uuid), new("external_id", ColumnKind.Text)], KeyColumns: 2);

    public static readonly TableShape Changes = new("changes",
    [
        new("workspace_id", ColumnKind.Uuid), new("run_id", ColumnKind.Uuid), new("sequence", ColumnKind.Integer), new("at", ColumnKind.Long),
        new("verb", ColumnKind.Integer), new("subject", ColumnKind.Integer), new("subject_id", ColumnKind.Uuid), new("field", ColumnKind.Text),
        new("before", ColumnKind.Text), new("after", ColumnKind.Text), new("origin_id", ColumnKind.Uuid), new("cause", ColumnKind.Text), new("snapshot", ColumnKind.Text),
    ], KeyColumns: 0);

    public static readonly TableShape Coverage = new("coverage",
    [
        new("connection_id", ColumnKind.Uuid), new("attribute", ColumnKind.Text), new("workspace_id", ColumnKind.Uuid), new("filled", ColumnKind.Integer), new("total", ColumnKind.Integer),
    ], KeyColumns: 2);

    public static readonly TableShape EmployeeLinks = new("memberships", [new("employee_id", ColumnKind.Uuid)], KeyColumns: 1);

    public static readonly TableShape EmployeeManagers = new("additional_managers", [new("employee_id", ColumnKind.Uuid)], KeyColumns: 1);

    /// <summary>With the workspace, because its index begins with it.</summary>
    public static readonly TableShape ManagersOfOthers = new("additional_managers", [new("workspace_id", ColumnKind.Uuid), new("manager_id", ColumnKind.Uuid)], KeyColumns: 2);
}
