using static Ingest.SchemaRegistry.Compatibility.JsonDifferenceType;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>One reason why a document that is valid by the writer's schema may not be so by the reader's.</summary>
/// <param name="Type">What changed; the name is the <c>errorType</c> of the message.</param>
/// <param name="Path">Where, as a pointer; <c>#/</c> is the whole schema.</param>
internal readonly record struct JsonDifference(JsonDifferenceType Type, string Path)
{
    /// <summary>The message as Confluent's registry writes it.</summary>
    /// <param name="reader">How the reader's schema is called: <c>new</c> or <c>old</c>.</param>
    /// <param name="writer">How the writer's schema is called.</param>
    public string ToMessage(string reader, string writer) =>
        $"{{errorType:\"{Type}\", description:\"{Describe(reader, writer)}\"}}";

    private string Describe(string reader, string writer) => Type switch
    {
        MIN_LENGTH_INCREASED or MINIMUM_INCREASED or EXCLUSIVE_MINIMUM_INCREASED or MIN_PROPERTIES_INCREASED or MULTIPLE_OF_EXPANDED or MIN_ITEMS_INCREASED =>
            $"The value at path '{Path}' in the {reader} schema is more than its value in the {writer} schema",
        MAX_LENGTH_DECREASED or MAXIMUM_DECREASED or EXCLUSIVE_MAXIMUM_DECREASED or MAX_PROPERTIES_DECREASED or MAX_ITEMS_DECREASED =>
            $"The value at path '{Path}' in the {reader} schema is less than its value in the {writer} schema",
        PATTERN_CHANGED or MULTIPLE_OF_CHANGED or DEPENDENCY_ARRAY_CHANGED =>
            $"The value at path '{Path}' is different between the {reader} and {writer} schema",
        ADDITIONAL_ITEMS_NARROWED or ENUM_ARRAY_NARROWED or SUM_TYPE_NARROWED or ADDITIONAL_PROPERTIES_NARROWED =>
            $"An array or combined type at path '{Path}' has fewer elements in the {reader} schema than the {writer} schema",
        PRODUCT_TYPE_EXTENDED or NOT_TYPE_EXTENDED or DEPENDENCY_ARRAY_EXTENDED =>
            $"An array or combined type at path '{Path}' has more elements in the {reader} schema than the {writer} schema",
        TYPE_CHANGED or TYPE_NARROWED or COMBINED_TYPE_CHANGED or COMBINED_TYPE_SUBSCHEMAS_CHANGED or ENUM_ARRAY_CHANGED =>
            $"A type at path '{Path}' is different between the {reader} schema and the {writer} schema",
        _ => DescribeContent(reader, writer),
    };

    private string DescribeContent(string reader, string writer) => Type switch
    {
        PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL or ITEM_ADDED_TO_OPEN_CONTENT_MODEL =>
            $"The {reader} schema has an open content model and has a property or item at path '{Path}' which is missing in the {writer} schema",
        REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL =>
            $"The {reader} schema has an unopen content model and has a required property at path '{Path}' which is missing in the {writer} schema",
        PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL or ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL =>
            $"The {reader} schema has a closed content model and is missing a property or item present at path '{Path}' in the {writer} schema",
        PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL or ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL =>
            $"A property or item is missing in the {reader} schema but present at path '{Path}' in the {writer} schema and is not covered by its partially open content model",
        PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL or ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL =>
            $"The {reader} schema has a property or item at path '{Path}' which is missing in the {writer} schema and is not covered by its partially open content model",
        _ => $"The keyword at path '{Path}' in the {reader} schema is not present in the {writer} schema",
    };
}
