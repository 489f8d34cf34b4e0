using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Rollcall.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "findings_removed",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "retention",
                columns: table => new
                {
                    workspace_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    history_days = table.Column<int>(type: "INTEGER", nullable: true),
                    findings_days = table.Column<int>(type: "INTEGER", nullable: true),
                    webhook_days = table.Column<int>(type: "INTEGER", nullable: true),
                    delivery_days = table.Column<int>(type: "INTEGER", nullable: true),
                    alert_days = table.Column<int>(type: "INTEGER", nullable: true),
                    history_kept_since = table.Column<long>(type: "INTEGER", nullable: true),
                    history_cursor = table.Column<long>(type: "INTEGER", nullable: false),
                    purged_at = table.Column<long>(type: "INTEGER", nullable: true),
                    history_purged_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_retention", x => x.workspace_id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "retention");

            migrationBuilder.DropColumn(
                name: "findings_removed",
                table: "runs");
        }
    }
}
