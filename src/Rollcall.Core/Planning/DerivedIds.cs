using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>Ids of what a plan creates. Derived from what it is, not drawn, so that planning is pure and two plans of the
/// same input have the same digest. UUID version 8.</summary>
public static class DerivedIds
{
    /// <param name="salt">Tells a second employee under the same external id from the first.</param>
    public static EmployeeId Employee(ConnectionId connection, string externalId, string salt) =>
        new(Derive("employee", connection.Value, externalId, salt));

    public static TeamId Team(WorkspaceId workspace, TeamKind kind, string name) =>
        new(Derive("team", workspace.Value, kind.ToString(), name));

    public static LevelId Level(WorkspaceId workspace, string name) => new(Derive("level", workspace.Value, name, ""));

    private static Guid Derive(string what, Guid where, string name, string more)
    {
        var text = string.Create(null, stackalloc char[256], $"{what}\n{where:N}\n{name}\n{more}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(
            BinaryPrimitives.ReadInt32BigEndian(hash),
            BinaryPrimitives.ReadInt16BigEndian(hash[4..]),
            BinaryPrimitives.ReadInt16BigEndian(hash[6..]),
            hash[8..16].ToArray());
    }
}
