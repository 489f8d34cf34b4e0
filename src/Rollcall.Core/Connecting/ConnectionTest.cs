using Rollcall.Core.Directory;

namespace Rollcall.Core.Connecting;

/// <summary>What a connection test proved.</summary>
/// <param name="Authenticated">The vendor accepted the credential.</param>
/// <param name="VisiblePeople">How many people the credential sees; null when that could not be found out.</param>
/// <param name="ReadableAttributes">How many attributes are readable; null when that could not be found out.</param>
/// <param name="Problems">What is missing and where exactly in that HRIS to grant it.</param>
public sealed record ConnectionTest(
    bool Authenticated,
    int? VisiblePeople,
    int? ReadableAttributes,
    ValueList<ConnectionProblem> Problems);

/// <summary>One thing that is wrong with a connection.</summary>
/// <param name="Code">Stable finding code, e.g. <c>credential-refused</c>, <c>permission-missing</c>, <c>nobody-visible</c>.</param>
/// <param name="What">What happened, in one sentence.</param>
/// <param name="Fix">What to do, naming the page and the box in that HRIS.</param>
/// <param name="TraceId">The vendor's own trace id, if it sent one.</param>
public sealed record ConnectionProblem(string Code, string What, string Fix, string? TraceId);
