using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Rollcall.Core.Connecting;

namespace Rollcall.Core.Planning;

/// <summary>Makes the <see cref="Fingerprint"/> of a record's values. Reuses one buffer: not thread safe.</summary>
public sealed class Fingerprinter
{
    private byte[] buffer = new byte[4096];
    private int used;

    public Fingerprint Of(ReadOnlySpan<SourceValue> values)
    {
        used = 0;
        foreach (var value in values)
        {
            Append((byte)value.Kind);
            switch (value.Kind)
            {
                case SourceValueKind.Text or SourceValueKind.Unreadable:
                    Append(value.Text);
                    break;
                case SourceValueKind.Item:
                    Append(value.Item);
                    break;
                case SourceValueKind.Items:
                    AppendLength(value.Items.Count);
                    foreach (var item in value.Items.Span)
                    {
                        Append(item);
                    }

                    break;
                case SourceValueKind.Person:
                    Append(value.Person.ExternalId);
                    Append(value.Person.Email);
                    Append(value.Person.FullName);
                    break;
                case SourceValueKind.Absent or SourceValueKind.Empty:
                    break;
            }
        }

        var hash = XxHash128.HashToUInt128(buffer.AsSpan(0, used));
        return new Fingerprint((ulong)(hash >> 64), (ulong)hash);
    }

    private void Append(SourceItem item)
    {
        Append(item.Id);
        Append(item.Label);
    }

    private void Append(byte value)
    {
        Reserve(1);
        buffer[used++] = value;
    }

    private void AppendLength(int length)
    {
        Reserve(4);
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(used), length);
        used += 4;
    }

    private void Append(string? text)
    {
        if (text is null)
        {
            AppendLength(-1);
            return;
        }

        AppendLength(text.Length);
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        used += Encoding.UTF8.GetBytes(text, buffer.AsSpan(used));
    }

    private void Reserve(int bytes)
    {
        if (used + bytes > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + bytes));
        }
    }
}
