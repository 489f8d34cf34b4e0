namespace Rollcall.Core.Directory;

/// <summary>A credential. Prints as <c>***</c> and has no JSON form, so it cannot leak by accident.</summary>
public sealed class Secret(string value)
{
    /// <summary>The credential in the clear. Call it only where it is sent.</summary>
    public string Reveal() => value;

    public override string ToString() => "***";
}
