using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Rollcall.Storage.Postgres.Migrations
{
    /// <summary>By hand: the conversion has to be told how, and functions are not scaffolded.</summary>
    public partial class CustomValues : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE employees ALTER COLUMN custom TYPE jsonb USING custom::jsonb;");
            migrationBuilder.Sql("CREATE FUNCTION custom_value(custom jsonb, key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT custom ->> key';");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION custom_value(jsonb, text);");
            migrationBuilder.Sql("ALTER TABLE employees ALTER COLUMN custom TYPE text USING custom::text;");
        }
    }
}
