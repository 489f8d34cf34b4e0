using Microsoft.Data.Sqlite;

namespace Rollcall.Storage.Sqlite;

/// <summary>Why a backup cannot be restored.</summary>
public enum RestoreRefusal
{
    /// <summary>The file is no database, or a damaged one.</summary>
    Damaged,

    /// <summary>It is a database, and not one of Rollcall's.</summary>
    NotOurs,

    /// <summary>Another process has the data folder open.</summary>
    InUse,
}

/// <summary>Copies of the embedded database: taken while it is in use, put back while it is not. Secrets stay encrypted in the copy, and the keys
/// to them are in it too: who has the file has everything.</summary>
public static class SqliteBackup
{
    /// <summary>Writes a complete copy as of one moment. A file of that name is replaced once the copy is whole, and not before.</summary>
    /// <exception cref="SqliteException">The database cannot be read, or the file not written.</exception>
    public static void Save(string folder, string file)
    {
        var part = file + ".part";
        File.Delete(part);
        try
        {
            using (var source = Open(Path.Combine(folder, SqliteStorage.FileName), SqliteOpenMode.ReadOnly))
            using (var target = Open(part, SqliteOpenMode.ReadWriteCreate))
            {
                source.BackupDatabase(target);

                // A copy is one file: it leaves no log beside it.
                Say(target, "PRAGMA journal_mode = DELETE");
            }

            File.Move(part, file, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Puts a copy in the place of what is there, in one step: a killed restore leaves the one or the other.</summary>
    /// <returns>Why it was refused; null when it was done.</returns>
    public static RestoreRefusal? Restore(string file, string folder)
    {
        using var source = Open(file, SqliteOpenMode.ReadOnly);
        try
        {
            if (Say(source, "PRAGMA integrity_check") is not "ok")
            {
                return RestoreRefusal.Damaged;
            }

            if (Say(source, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('workspaces', 'connections', 'changes', '__EFMigrationsHistory')") is not 4L)
            {
                return RestoreRefusal.NotOurs;
            }
        }
        catch (SqliteException)
        {
            return RestoreRefusal.Damaged;
        }

        Directory.CreateDirectory(folder);
        using var target = Open(Path.Combine(folder, SqliteStorage.FileName), SqliteOpenMode.ReadWriteCreate, patience: 1);
        try
        {
            // Only the last one who has it open can take the log away.
            if (Say(target, "PRAGMA journal_mode = DELETE") is not "delete")
            {
                return RestoreRefusal.InUse;
            }

            source.BackupDatabase(target);
            return null;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is 5 or 6)
        {
            return RestoreRefusal.InUse;
        }
    }

    /// <param name="file">The database.</param>
    /// <param name="mode">How it is opened.</param>
    /// <param name="patience">Seconds to wait for others.</param>
    private static SqliteConnection Open(string file, SqliteOpenMode mode, int patience = 60)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = patience }.ToString());
        connection.Open();
        return connection;
    }

    private static object? Say(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        object? said = null;
        do
        {
            while (reader.Read())
            {
                said = reader.GetValue(0);
            }
        }
        while (reader.NextResult());
        return said;
    }
}
