using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Rollcall.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AlertSecrets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "old_secret_until",
                table: "alert_channels",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "protected_old_secret",
                table: "alert_channels",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "old_secret_until",
                table: "alert_channels");

            migrationBuilder.DropColumn(
                name: "protected_old_secret",
                table: "alert_channels");
        }
    }
}
