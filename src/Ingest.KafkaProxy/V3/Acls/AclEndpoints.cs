using System.Text.Json.Nodes;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.V3.Topics;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Acls;

/// <summary>Access control lists: passed to the brokers, and their refusal back.</summary>
internal static class AclEndpoints
{
    private static readonly string[] Fields = ["resource_type", "resource_name", "pattern_type", "principal", "host", "operation", "permission"];

    public static async Task ListAsync(HttpContext context, string cluster)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var found = await call.Admin.DescribeAclsAsync(FilterOf(context.Request.Query), new() { RequestTimeout = call.Timeout });
        await call.AnswerAsync(call.Links.List("KafkaAclList", found.AclBindings.Select(binding => Show(call, binding)), "acls"));
    }

    public static async Task CreateAsync(HttpContext context, string cluster)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        await call.Admin.CreateAclsAsync([BindingOf(await TopicBodies.ReadAsync(context, Fields))], new() { RequestTimeout = call.Timeout });
        context.Response.Headers.Location = call.Links.UrlOf("acls");
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    public static async Task CreateManyAsync(HttpContext context, string cluster)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var body = await TopicBodies.ReadAsync(context, "data");
        AclBinding[] bindings = [.. (body.Objects("data", Fields) ?? throw body.Missing("data")).Select(BindingOf)];
        await call.Admin.CreateAclsAsync(bindings, new() { RequestTimeout = call.Timeout });
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    public static async Task DeleteAsync(HttpContext context, string cluster)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var deleted = await call.Admin.DeleteAclsAsync([FilterOf(context.Request.Query)], new() { RequestTimeout = call.Timeout });
        await call.AnswerAsync(new JsonObject { ["data"] = new JsonArray([.. deleted.SelectMany(result => result.AclBindings).Select(binding => Show(call, binding))]) });
    }

    private static AclBindingFilter FilterOf(IQueryCollection query) => new()
    {
        PatternFilter = new()
        {
            Type = NamedOr<ResourceType>(query["resource_type"].ToString(), "resource_type", ResourceType.Any),
            Name = query["resource_name"].ToString() is { Length: > 0 } name ? name : null,
            ResourcePatternType = NamedOr<ResourcePatternType>(query["pattern_type"].ToString(), "pattern_type", ResourcePatternType.Any),
        },
        EntryFilter = new()
        {
            Principal = query["principal"].ToString() is { Length: > 0 } principal ? principal : null,
            Host = query["host"].ToString() is { Length: > 0 } host ? host : null,
            Operation = NamedOr<AclOperation>(query["operation"].ToString(), "operation", AclOperation.Any),
            PermissionType = NamedOr<AclPermissionType>(query["permission"].ToString(), "permission", AclPermissionType.Any),
        },
    };

    private static AclBinding BindingOf(JsonBody body) => new()
    {
        Pattern = new()
        {
            Type = Named<ResourceType>(body, "resource_type"),
            Name = body.Text("resource_name") ?? throw body.Missing("resource_name"),
            ResourcePatternType = Named<ResourcePatternType>(body, "pattern_type"),
        },
        Entry = new()
        {
            Principal = body.Text("principal") ?? throw body.Missing("principal"),
            Host = body.Text("host") ?? throw body.Missing("host"),
            Operation = Named<AclOperation>(body, "operation"),
            PermissionType = Named<AclPermissionType>(body, "permission"),
        },
    };

    private static T Named<T>(JsonBody body, string field)
        where T : struct, Enum => NamedOr<T>(body.Text(field) ?? throw body.Missing(field), field, null);

    /// <exception cref="RestException">400: it is no name of a value.</exception>
    private static T NamedOr<T>(string name, string field, T? usual)
        where T : struct, Enum => (name.Length == 0 ? usual : EnumNames.Find<T>(name))
            ?? throw new RestException(RestError.Malformed($"{field} is '{name}'; it has to be one of {string.Join(", ", Enum.GetValues<T>().Select(EnumNames.Of))}."));

    private static JsonObject Show(V3Call call, AclBinding binding)
    {
        var shown = call.Links.Resource("KafkaAcl", "/acl", "acls");
        shown["resource_type"] = EnumNames.Of(binding.Pattern.Type);
        shown["resource_name"] = binding.Pattern.Name;
        shown["pattern_type"] = EnumNames.Of(binding.Pattern.ResourcePatternType);
        shown["principal"] = binding.Entry.Principal;
        shown["host"] = binding.Entry.Host;
        shown["operation"] = EnumNames.Of(binding.Entry.Operation);
        shown["permission"] = EnumNames.Of(binding.Entry.PermissionType);
        return shown;
    }
}
