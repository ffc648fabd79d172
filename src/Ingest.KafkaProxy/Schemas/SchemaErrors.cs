using System.Net;
using Confluent.SchemaRegistry;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.Schemas;

/// <summary>What the registry refuses, in REST Proxy's codes.</summary>
internal static class SchemaErrors
{
    /// <summary>The registry refuses a schema, or does not have it.</summary>
    public const int Refused = 42207;

    public static readonly RestError KeySchemaMissing = new(422, 42201, "Request includes keys but does not include key schema: key_schema or key_schema_id.");

    public static readonly RestError ValueSchemaMissing = new(422, 42202, "Request includes values but does not include value schema: value_schema or value_schema_id.");

    /// <summary>A value does not fit.</summary>
    public static RestError Unfit(string where, UnfitValueException unfit) => new(422, 42205, $"Object does not fit to stored schema: {where}: {unfit.Message}");

    public static RestError OtherType(int id, SchemaType is_, SchemaType wanted) => new(422, Refused, $"Schema {id} is of type {is_}, not {wanted}.");

    /// <exception cref="RestException">It is of a type that records cannot be written with.</exception>
    public static SchemaType TypeOf(Schema schema) => schema.SchemaType switch
    {
        Confluent.SchemaRegistry.SchemaType.Avro => SchemaType.Avro,
        Confluent.SchemaRegistry.SchemaType.Json => SchemaType.Json,
        var other => throw new RestException(new(422, Refused, $"Schemas of type {other} are not supported; Avro and Json are.")),
    };

    /// <summary>The answer when the registry's client failed.</summary>
    public static RestError Of(Exception failure, Dialect dialect) => failure switch
    {
        SchemaRegistryException { Status: HttpStatusCode.Conflict } refused when dialect == Dialect.Karapace => new(408, 40801, $"The schema registry refuses: {refused.Message}"),
        SchemaRegistryException { Status: HttpStatusCode.UnprocessableEntity } invalid => new(422, 42205, $"The schema registry does not take the schema: {invalid.Message}"),
        SchemaRegistryException { Status: HttpStatusCode.Conflict or HttpStatusCode.NotFound } refused => new(422, Refused, $"The schema registry refuses: {refused.Message}"),
        _ => new(503, 50301, $"The schema registry is not available: {failure.Message}", RetryAfterSeconds: 1),
    };
}
