namespace Rollcall.Scheduling;

/// <summary>How many runs one server has going at once by itself, so that a morning on which every company is due fits into its memory.</summary>
/// <param name="AtOnce">By schedule; as many again by webhook, and as many again carried on for servers that are gone. What people start is not counted.</param>
internal sealed record RunPlaces(int AtOnce)
{
    /// <summary>Small syncs wait for the HRIS most of the time; a large one takes some hundred megabytes.</summary>
    public const int Usual = 8;
}
