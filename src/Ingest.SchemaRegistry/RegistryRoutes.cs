using Ingest.SchemaRegistry.Compatibility;
using Ingest.SchemaRegistry.Configs;
using Ingest.SchemaRegistry.Schemas;
using Ingest.SchemaRegistry.Subjects;
using Ingest.SchemaRegistry.Wire;
using Ingest.ServiceDefaults;

namespace Ingest.SchemaRegistry;

/// <summary>Every route, as Confluent's registry has it.</summary>
internal static class RegistryRoutes
{
    private const string Schema = """{"schema":"{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}"}""";

    public static void MapRegistry(this WebApplication app)
    {
        var services = app.Services;
        app.MapGet("/", () => Answers.Of(new Dictionary<string, string>())).WithSummary("Says that the registry answers").WithTags("Registry");
        app.MapSubjects(services.GetRequiredService<SubjectEndpoints>());
        app.MapSchemas(services.GetRequiredService<SchemaEndpoints>());
        app.MapCompatibility(services.GetRequiredService<CompatibilityEndpoints>());
        app.MapSettings(services.GetRequiredService<SettingEndpoints>());
    }

    private static void MapSubjects(this IEndpointRouteBuilder routes, SubjectEndpoints endpoints)
    {
        var subjects = routes.MapGroup("/subjects").WithTags("Subjects");
        subjects.MapGet("", (string? subjectPrefix, bool deleted = false, bool deletedOnly = false) => endpoints.List(subjectPrefix, deleted, deletedOnly)).WithSummary("Lists the subjects");
        var subject = subjects.MapGroup("/{subject}");
        subject.MapPost("", (HttpContext context, string subject, bool normalize = false, bool deleted = false) => endpoints.LookUpAsync(context, subject, normalize, deleted))
            .WithSummary("Finds the version that a schema is").WithExample(Schema);
        subject.MapDelete("", (string subject, bool permanent = false) => endpoints.DeleteAsync(subject, permanent))
            .WithSummary("Hides a subject, or removes a hidden one for good");
        var versions = subject.MapGroup("/versions");
        versions.MapGet("", (string subject, bool deleted = false, bool deletedOnly = false) => endpoints.ListVersions(subject, deleted, deletedOnly)).WithSummary("Lists a subject's versions");
        versions.MapPost("", (HttpContext context, string subject, bool normalize = false) => endpoints.RegisterAsync(context, subject, normalize))
            .WithSummary("Registers a schema").WithExample(Schema);
        versions.MapGet("/{version}", (string subject, string version, bool deleted = false) => endpoints.Get(subject, version, deleted)).WithSummary("Shows a version, by its number or as latest");
        versions.MapGet("/{version}/schema", (string subject, string version, bool deleted = false) => endpoints.GetSchema(subject, version, deleted)).WithSummary("Shows a version's schema alone");
        versions.MapGet("/{version}/referencedby", endpoints.ListReferences).WithSummary("Lists the ids of the schemas that refer to a version");
        versions.MapDelete("/{version}", (string subject, string version, bool permanent = false) => endpoints.DeleteVersionAsync(subject, version, permanent))
            .WithSummary("Hides a version, or removes a hidden one for good");
    }

    private static void MapSchemas(this IEndpointRouteBuilder routes, SchemaEndpoints endpoints)
    {
        var schemas = routes.MapGroup("/schemas").WithTags("Schemas");
        schemas.MapGet("", (string? subjectPrefix, bool deleted = false, bool latestOnly = false) => endpoints.List(subjectPrefix, deleted, latestOnly)).WithSummary("Lists the schemas");
        schemas.MapGet("/types", SchemaEndpoints.ListTypes).WithSummary("Lists the types of schemas");
        schemas.MapGet("/ids/{id}", endpoints.Get).WithSummary("Shows the schema with an id");
        schemas.MapGet("/ids/{id}/schema", endpoints.GetSchema).WithSummary("Shows it alone");
        schemas.MapGet("/ids/{id}/subjects", (string id, bool deleted = false) => endpoints.ListSubjects(id, deleted)).WithSummary("Lists the subjects that have it");
        schemas.MapGet("/ids/{id}/versions", (string id, bool deleted = false) => endpoints.ListVersions(id, deleted)).WithSummary("Lists the versions that are it");
    }

    private static void MapCompatibility(this IEndpointRouteBuilder routes, CompatibilityEndpoints endpoints)
    {
        var versions = routes.MapGroup("/compatibility/subjects/{subject}/versions").WithTags("Compatibility");
        versions.MapPost("", (HttpContext context, string subject, bool verbose = false, bool normalize = false) => endpoints.CheckAllAsync(context, subject, verbose, normalize))
            .WithSummary("Says whether a schema could be registered").WithExample(Schema);
        versions.MapPost(
                "/{version}",
                (HttpContext context, string subject, string version, bool verbose = false, bool normalize = false) => endpoints.CheckAsync(context, subject, version, verbose, normalize))
            .WithSummary("Says whether a schema goes with a version").WithExample(Schema);
    }

    private static void MapSettings(this IEndpointRouteBuilder routes, SettingEndpoints endpoints)
    {
        const string Level = """{"compatibility":"FULL"}""";
        const string Mode = """{"mode":"READONLY"}""";
        var config = routes.MapGroup("/config").WithTags("Compatibility levels");
        config.MapGet("", () => endpoints.GetLevel(null, false)).WithSummary("Shows the level of all subjects");
        config.MapPut("", (Delegate)((HttpContext context) => endpoints.SetLevelAsync(context, null))).WithSummary("Sets the level of all subjects").WithExample(Level);
        config.MapDelete("", () => endpoints.UnsetLevelAsync(null)).WithSummary("Sets it back to BACKWARD");
        config.MapGet("/{subject}", (string subject, bool defaultToGlobal = false) => endpoints.GetLevel(subject, defaultToGlobal)).WithSummary("Shows the level of a subject");
        config.MapPut("/{subject}", (HttpContext context, string subject) => endpoints.SetLevelAsync(context, subject)).WithSummary("Sets the level of a subject").WithExample(Level);
        config.MapDelete("/{subject}", (string subject) => endpoints.UnsetLevelAsync(subject)).WithSummary("Leaves a subject to the level of all");
        var mode = routes.MapGroup("/mode").WithTags("Modes");
        mode.MapGet("", () => endpoints.GetMode(null, false)).WithSummary("Shows the mode of all subjects");
        mode.MapPut("", (HttpContext context, bool force = false) => endpoints.SetModeAsync(context, null, force)).WithSummary("Sets the mode of all subjects").WithExample(Mode);
        mode.MapDelete("", () => endpoints.UnsetModeAsync(null)).WithSummary("Sets it back to READWRITE");
        mode.MapGet("/{subject}", (string subject, bool defaultToGlobal = false) => endpoints.GetMode(subject, defaultToGlobal)).WithSummary("Shows the mode of a subject");
        mode.MapPut("/{subject}", (HttpContext context, string subject, bool force = false) => endpoints.SetModeAsync(context, subject, force)).WithSummary("Sets the mode of a subject").WithExample(Mode);
        mode.MapDelete("/{subject}", (string subject) => endpoints.UnsetModeAsync(subject)).WithSummary("Leaves a subject to the mode of all");
    }

    private static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, string json) => route.WithMetadata(new BodyExample(Answers.MediaType, json));
}
