using System.CommandLine;
using Microsoft.Data.Sqlite;
using Rollcall.Storage.Sqlite;

namespace Rollcall.Cli;

/// <summary><c>backup</c> and <c>restore</c> of the embedded database.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The file of the backup." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Replace the data that is there." };

    public static Command CreateBackup() => RollcallCli.Bare("backup", "Copy the embedded database to a file, also while the server runs.", BackUpAsync, File);

    public static Command CreateRestore() => RollcallCli.Bare("restore", "Put a backup in the place of the embedded database. The server must not run.", RestoreAsync, File, Yes);

    private static Task<int> BackUpAsync(ParseResult parse, Terminal terminal, CancellationToken cancellationToken)
    {
        var (folder, file) = (FolderOf(parse), Path.GetFullPath(parse.GetValue(File)!));
        if (!System.IO.File.Exists(Path.Combine(folder, SqliteStorage.FileName)))
        {
            throw new CommandError(ExitCodes.NotFound, $"There is no database in “{folder}”.", "Name the data folder: --data FOLDER.");
        }

        try
        {
            SqliteBackup.Save(folder, file);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new CommandError(ExitCodes.Refused, $"The backup could not be written to “{file}” ({exception.GetType().Name}).", "Check that the folder is there and has room.");
        }

        terminal.Say($"Backed up to {file} ({new FileInfo(file).Length / 1024} KiB). It holds everything, the keys to the secrets too: keep it as safe as the data folder.");
        return Task.FromResult(ExitCodes.Ok);
    }

    private static Task<int> RestoreAsync(ParseResult parse, Terminal terminal, CancellationToken cancellationToken)
    {
        var (folder, file) = (FolderOf(parse), Path.GetFullPath(parse.GetValue(File)!));
        if (!System.IO.File.Exists(file))
        {
            throw new CommandError(ExitCodes.NotFound, $"There is no file “{file}”.", "Check the path.");
        }

        if (System.IO.File.Exists(Path.Combine(folder, SqliteStorage.FileName)) && !parse.GetValue(Yes))
        {
            throw new CommandError(ExitCodes.Refused, $"“{folder}” has data already; nothing was changed.", "Back it up first, then add --yes to replace it.");
        }

        if (SqliteBackup.Restore(file, folder) is { } refusal)
        {
            throw refusal switch
            {
                RestoreRefusal.InUse => new CommandError(ExitCodes.Refused, "The data folder is in use; nothing was changed.", "Stop the server and other commands first."),
                RestoreRefusal.NotOurs => new CommandError(ExitCodes.Refused, $"“{file}” is a database, but none of Rollcall's; nothing was changed.", "Give a file that “rollcall backup” wrote."),
                _ => new CommandError(ExitCodes.Refused, $"“{file}” is damaged, or no database; nothing was changed.", "Try an older backup."),
            };
        }

        terminal.Say($"Restored into {folder}. A backup of an older version is brought up to date at the next start.");
        return Task.FromResult(ExitCodes.Ok);
    }

    private static string FolderOf(ParseResult parse) => parse.GetValue(GlobalOptions.Database) is null
        ? Path.GetFullPath(CliSession.StorageOf(parse).Folder)
        : throw new CommandError(ExitCodes.Usage, "This is for the embedded database; PostgreSQL has tools of its own.", "Use pg_dump and pg_restore.");
}
