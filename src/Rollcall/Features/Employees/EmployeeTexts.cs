namespace Rollcall.Features.Employees;

/// <summary>Names the texts about people.</summary>
public sealed class EmployeeTexts;
