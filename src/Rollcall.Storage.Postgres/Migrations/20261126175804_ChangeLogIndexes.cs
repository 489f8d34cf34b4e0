using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Rollcall.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ChangeLogIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_changes_workspace_id_subject_id",
                table: "changes");

            migrationBuilder.CreateIndex(
                name: "IX_changes_subject_id",
                table: "changes",
                column: "subject_id");

            migrationBuilder.CreateIndex(
                name: "IX_changes_workspace_id_id",
                table: "changes",
                columns: new[] { "workspace_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_changes_subject_id",
                table: "changes");

            migrationBuilder.DropIndex(
                name: "IX_changes_workspace_id_id",
                table: "changes");

            migrationBuilder.CreateIndex(
                name: "IX_changes_workspace_id_subject_id",
                table: "changes",
                columns: new[] { "workspace_id", "subject_id" });
        }
    }
}
