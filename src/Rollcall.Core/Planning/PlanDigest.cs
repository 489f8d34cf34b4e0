using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>The hash of a plan's changes. Two plans with the same changes in the same order have the same digest,
/// on every machine and version that agrees on what a change is.</summary>
public static class PlanDigest
{
    public static string Of(ConnectionId connection, IReadOnlyList<Change> changes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var writer = new DigestWriter(hash);
        writer.Write(connection.Value);
        writer.Write(changes.Count);
        foreach (var change in changes)
        {
            writer.Write((int)change.Verb);
            writer.Write((int)change.Subject);
            writer.Write(change.SubjectId);
            writer.Write(change.Field);
            writer.Write(change.Before);
            writer.Write(change.After);
            writer.Write(change.Origin?.Value ?? Guid.Empty);
            WriteSnapshot(writer, change.Snapshot);
        }

        writer.Flush();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void WriteSnapshot(DigestWriter writer, object? snapshot)
    {
        switch (snapshot)
        {
            case EmployeeState employee:
                writer.Write((int)employee.Status);
                writer.Write(employee.Values.Length);
                foreach (var value in employee.Values)
                {
                    writer.Write(value);
                }

                writer.Write(employee.Teams.Count);
                foreach (var membership in employee.Teams)
                {
                    writer.Write(membership.Team.Value);
                    writer.Write(membership.Origin.Connection?.Value ?? Guid.Empty);
                }

                writer.Write(employee.AdditionalManagers.Count);
                foreach (var manager in employee.AdditionalManagers)
                {
                    writer.Write(manager.Manager.Value);
                    writer.Write(manager.Origin.Connection?.Value ?? Guid.Empty);
                }

                break;
            case TeamState team:
                writer.Write(team.Name);
                writer.Write((int)team.Kind);
                writer.Write(team.Parent?.Value ?? Guid.Empty);
                writer.Write(team.Aliases);
                writer.Write(team.Bindings.Count);
                foreach (var binding in team.Bindings)
                {
                    writer.Write(binding.Connection.Value);
                    writer.Write(binding.HrisId);
                }

                writer.Write(team.Leads.Count);
                foreach (var lead in team.Leads)
                {
                    writer.Write(lead.Value);
                }

                break;
            case LevelState level:
                writer.Write(level.Name);
                writer.Write(level.Order);
                writer.Write(level.Aliases);
                break;
            case null:
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Length-prefixed writing, so that no two different lists of changes give the same bytes.</summary>
    private sealed class DigestWriter(IncrementalHash hash)
    {
        private readonly byte[] buffer = new byte[64 * 1024];
        private int used;

        public void Write(int value)
        {
            Reserve(4);
            BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(used), value);
            used += 4;
        }

        public void Write(Guid value)
        {
            Reserve(16);
            value.TryWriteBytes(buffer.AsSpan(used));
            used += 16;
        }

        public void Write(string? value)
        {
            if (value is null)
            {
                Write(-1);
                return;
            }

            var length = Encoding.UTF8.GetByteCount(value);
            Write(length);
            if (length > buffer.Length)
            {
                Flush();
                hash.AppendData(Encoding.UTF8.GetBytes(value));
                return;
            }

            Reserve(length);
            used += Encoding.UTF8.GetBytes(value, buffer.AsSpan(used));
        }

        public void Write(ValueList<string> values)
        {
            Write(values.Count);
            foreach (var value in values)
            {
                Write(value);
            }
        }

        public void Flush()
        {
            hash.AppendData(buffer, 0, used);
            used = 0;
        }

        private void Reserve(int bytes)
        {
            if (used + bytes > buffer.Length)
            {
                Flush();
            }
        }
    }
}
