using NJsonSchema;

namespace Ingest.Schemas;

/// <summary>Finds JSON Schemas that apply to a value only if they apply to the same value, such as <c>{"not":{"$ref":"#"}}</c>.</summary>
/// <remarks>
/// The draft has them undefined ("a schema MUST NOT be run into an infinite loop"), and the library's validator follows them until
/// the stack is full, which ends the process. Source: JSON Schema draft 7 core, section 8.3.
/// </remarks>
internal static class EndlessSchemas
{
    public static bool IsEndless(JsonSchema root) => All(root).Any(new Search().LeadsBack);

    /// <summary>All schemas that can be reached.</summary>
    private static HashSet<JsonSchema> All(JsonSchema root)
    {
        var all = new HashSet<JsonSchema>(ReferenceEqualityComparer.Instance) { root };
        var left = new Stack<JsonSchema>(all);
        while (left.TryPop(out var schema))
        {
            foreach (var next in OfTheSameValue(schema).Concat(OfItsParts(schema)).Where(all.Add))
            {
                left.Push(next);
            }
        }

        return all;
    }

    private static IEnumerable<JsonSchema> OfTheSameValue(JsonSchema schema) =>
        Present([schema.Reference, schema.Not, .. schema.AllOf, .. schema.AnyOf, .. schema.OneOf]);

    private static IEnumerable<JsonSchema> OfItsParts(JsonSchema schema) => Present(
        [schema.Item, schema.AdditionalItemsSchema, schema.AdditionalPropertiesSchema, .. schema.Items, .. schema.Properties.Values, .. schema.PatternProperties.Values, .. schema.Definitions.Values]);

    private static IEnumerable<JsonSchema> Present(IEnumerable<JsonSchema?> schemas) => schemas.OfType<JsonSchema>();

    /// <summary>Goes depth first without recursion: a chain may be as long as a schema's text allows.</summary>
    private sealed class Search
    {
        private readonly HashSet<JsonSchema> _done = new(ReferenceEqualityComparer.Instance);

        public bool LeadsBack(JsonSchema start)
        {
            var open = new HashSet<JsonSchema>(ReferenceEqualityComparer.Instance);
            var path = new Stack<(JsonSchema Schema, IEnumerator<JsonSchema> Next)>();
            Enter(start);
            while (path.TryPeek(out var step))
            {
                if (!step.Next.MoveNext())
                {
                    path.Pop();
                    open.Remove(step.Schema);
                    _done.Add(step.Schema);
                }
                else if (open.Contains(step.Next.Current))
                {
                    return true;
                }
                else if (!_done.Contains(step.Next.Current))
                {
                    Enter(step.Next.Current);
                }
            }

            return false;

            void Enter(JsonSchema schema)
            {
                open.Add(schema);
                path.Push((schema, OfTheSameValue(schema).GetEnumerator()));
            }
        }
    }
}
