namespace Rollcall.Emulators.Faults;

/// <summary>What can go wrong with an answer.</summary>
public enum FaultKind
{
    /// <summary>429 with a Retry-After.</summary>
    RateLimited,

    /// <summary>429 without one.</summary>
    RateLimitedBare,

    /// <summary>503.</summary>
    Unavailable,

    Unauthorized,

    Forbidden,

    /// <summary>No answer until the caller gives up.</summary>
    Hang,

    /// <summary>The right answer, late.</summary>
    Slow,

    /// <summary>The connection is reset before a byte is sent.</summary>
    Reset,

    /// <summary>The body ends half way.</summary>
    Truncated,

    /// <summary>A login page with status 200.</summary>
    Html,

    /// <summary>A row of the page before comes once more.</summary>
    DuplicateRows,

    /// <summary>The total shrinks from page to page.</summary>
    ShrinkingTotal,

    /// <summary>The last row of a page is missing, and the total counts it.</summary>
    ShortPages,

    /// <summary>The cursor of the answer is the one of the question.</summary>
    RepeatingCursor,

    /// <summary>Numbers where texts belong and the other way round.</summary>
    WrongTypes,
}
