using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Rollcall.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ViewsAndTrends : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_employees_workspace_id_name_key",
                table: "employees");

            migrationBuilder.AddColumn<string>(
                name: "coverage",
                table: "runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "saved_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    workspace_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    is_shared = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_saved_views", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_employees_workspace_id_name_key_id_email_key",
                table: "employees",
                columns: new[] { "workspace_id", "name_key", "id", "email_key" });

            migrationBuilder.CreateIndex(
                name: "IX_saved_views_workspace_id_account_id_name",
                table: "saved_views",
                columns: new[] { "workspace_id", "account_id", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "saved_views");

            migrationBuilder.DropIndex(
                name: "IX_employees_workspace_id_name_key_id_email_key",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "coverage",
                table: "runs");

            migrationBuilder.CreateIndex(
                name: "IX_employees_workspace_id_name_key",
                table: "employees",
                columns: new[] { "workspace_id", "name_key" });
        }
    }
}
