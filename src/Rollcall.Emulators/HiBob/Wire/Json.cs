using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rollcall.Emulators.HiBob.Wire;

internal static class Json
{
    /// <summary>Letters of all alphabets travel as themselves.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static JsonWriterOptions RowOptions { get; } = new() { Encoder = Encoder, SkipValidation = true };

    public static JsonWriterOptions Options { get; } = new() { Encoder = Encoder };
}
