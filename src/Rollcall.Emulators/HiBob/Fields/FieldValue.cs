using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>A value in both spellings: for machines, typed; for humans, always text.</summary>
internal readonly struct FieldValue
{
    private readonly Form _form;
    private readonly object? _content;
    private readonly decimal _number;

    private FieldValue(Form form, object? content, decimal number, string? human)
    {
        _form = form;
        _content = content;
        _number = number;
        Human = human;
    }

    private enum Form
    {
        Missing,
        Text,
        Number,
        Flag,
        Texts,
        Json,
    }

    public static FieldValue Missing => default;

    public bool IsMissing => _form == Form.Missing;

    public string? Human { get; }

    public static FieldValue Text(string? text, string? human = null) => text is null ? Missing : new(Form.Text, text, 0, human ?? text);

    public static FieldValue Number(decimal? number, string? human = null) =>
        number is { } known ? new(Form.Number, null, known, human ?? known.ToString(CultureInfo.InvariantCulture)) : Missing;

    public static FieldValue Flag(bool? flag) => flag is { } known ? new(Form.Flag, null, known ? 1 : 0, known ? "Yes" : "No") : Missing;

    public static FieldValue Texts(IReadOnlyList<string> texts, string human) => new(Form.Texts, texts, 0, human);

    /// <summary>A value that is an object on the wire.</summary>
    public static FieldValue Json(Action<Utf8JsonWriter> write, string human) => new(Form.Json, write, 0, human);

    public void Write(Utf8JsonWriter writer)
    {
        switch (_form)
        {
            case Form.Missing:
                writer.WriteNullValue();
                break;
            case Form.Text:
                writer.WriteStringValue((string)_content!);
                break;
            case Form.Number:
                writer.WriteNumberValue(_number);
                break;
            case Form.Flag:
                writer.WriteBooleanValue(_number == 1);
                break;
            case Form.Texts:
                writer.WriteStartArray();
                foreach (var text in (IReadOnlyList<string>)_content!)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
                break;
            case Form.Json:
                ((Action<Utf8JsonWriter>)_content!)(writer);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The value as a type it does not have, for the fault of that name.</summary>
    public void WriteWrong(Utf8JsonWriter writer)
    {
        if (_form is Form.Text or Form.Texts)
        {
            writer.WriteNumberValue(42);
        }
        else
        {
            writer.WriteStringValue(Human ?? "");
        }
    }
}
