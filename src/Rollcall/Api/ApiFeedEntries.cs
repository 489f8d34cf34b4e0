using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>Entries of the change log as programs see them, whether they ask or are told.</summary>
internal static class ApiFeedEntries
{
    public static ApiFeedEntry Of(long cursor, HistoryEntry entry) => new(
        cursor, entry.At, entry.Run?.Value, RollcallApi.Word(entry.Change.Verb), RollcallApi.Word(entry.Change.Subject), entry.Change.SubjectId,
        entry.Change.Field.Length == 0 ? null : entry.Change.Field, entry.Change.Before, entry.Change.After, entry.Change.Cause);
}
