namespace Ingest.SchemaRegistry.Tests.Compatibility;

/// <summary>Like <see cref="JsonPairs"/>, of objects and arrays.</summary>
internal static class JsonContentPairs
{
    private const string Closed = ",'additionalProperties':false";
    private const string OfStrings = ",'additionalProperties':{'type':'string'}";
    private const string A = "'a':{'type':'string'}";
    private const string B = "'b':{'type':'number'}";

    /// <summary>Not a reference as a whole: the library fails at one to a definition that contains itself (NJsonSchema, issue 807).</summary>
    private const string Node =
        "{'allOf':[{'$ref':'#/definitions/node'}],'definitions':{'node':{'type':'object','properties':{'value':{'type':'integer'},'next':{'$ref':'#/definitions/node'}}}}}";

    public static TheoryData<string, string, string, string> Properties => new()
    {
        { "added to an open model", Object($"{A},{B}"), Object(A), "PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL" },
        { "added without a rule to an open model", Object($"{A},'b':{{}}"), Object(A), "" },
        { "added to a closed model", Object($"{A},{B}", Closed), Object(A, Closed), "" },
        { "added as required to a closed model", Object($"{A},{B}", Closed + ",'required':['b']"), Object(A, Closed), "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL" },
        { "added as required with default to a closed model", Object($"{A},'b':{{'type':'number','default':1}}", Closed + ",'required':['b']"), Object(A, Closed), "" },
        { "added to a partially open model", Object($"{A},'b':{{'type':'string'}}", OfStrings), Object(A, OfStrings), "" },
        { "added to a partially open model of others", Object($"{A},{B}", OfStrings), Object(A, OfStrings), "TYPE_CHANGED PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" },
        { "removed from an open model", Object(A), Object($"{A},{B}"), "" },
        { "removed from a closed model", Object(A, Closed), Object($"{A},{B}", Closed), "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL" },
        { "removed from a partially open model", Object("", OfStrings), Object(A, OfStrings), "" },
        { "removed from a partially open model of others", Object(A, OfStrings), Object($"{A},{B}", OfStrings), "TYPE_CHANGED PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" },
        { "removed but covered by a pattern", Object("", Closed + ",'patternProperties':{'^i_':{'type':'number'}}"), Object("'i_1':{'type':'integer'}", Closed), "" },
        { "removed and not covered by a pattern", Object("", Closed + ",'patternProperties':{'^i_':{'type':'number'}}"), Object(A, Closed), "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL" },
        { "removed and the pattern is no pattern", Object("", Closed + ",'patternProperties':{'(':{'type':'string'}}"), Object(A, Closed), "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL" },
        { "type of a property changed", Object("'a':{'type':'number'}"), Object(A), "TYPE_CHANGED" },
        { "property without a stated type of the object", "{'properties':{'a':{'type':'number'}}}", Object(A), "TYPE_CHANGED" },
        { "deep inside", Object($"'x':{Object("'y':{'type':'array','items':{'type':'integer'}}")}"), Object($"'x':{Object("'y':{'type':'array','items':{'type':'number'}}")}"), "TYPE_NARROWED" },
    };

    public static TheoryData<string, string, string, string> Objects => new()
    {
        { "required added", Object(A, ",'required':['a']"), Object(A), "REQUIRED_ATTRIBUTE_ADDED" },
        { "required added with default", Object("'a':{'type':'string','default':''}", ",'required':['a']"), Object(A), "" },
        { "required removed", Object(A), Object(A, ",'required':['a']"), "" },
        { "additionalProperties removed", Object(A, Closed), Object(A), "ADDITIONAL_PROPERTIES_REMOVED" },
        { "additionalProperties added", Object(A), Object(A, Closed), "" },
        { "additionalProperties narrowed", Object(A, OfStrings), Object(A), "ADDITIONAL_PROPERTIES_NARROWED" },
        { "additionalProperties extended", Object(A), Object(A, OfStrings), "" },
        { "additionalProperties of another type", Object("", ",'additionalProperties':{'type':'number'}"), Object("", OfStrings), "TYPE_CHANGED" },
        { "maxProperties added", Object(A, ",'maxProperties':2"), Object(A), "MAX_PROPERTIES_ADDED" },
        { "minProperties increased", Object(A, ",'minProperties':2"), Object(A, ",'minProperties':1"), "MIN_PROPERTIES_INCREASED" },
        { "dependency added", Object(A, ",'dependencies':{'a':['b']}"), Object(A), "DEPENDENCY_ARRAY_ADDED" },
        { "dependency on one more", Object(A, ",'dependencies':{'a':['b','c']}"), Object(A, ",'dependencies':{'a':['b']}"), "DEPENDENCY_ARRAY_EXTENDED" },
        { "dependency on another", Object(A, ",'dependencies':{'a':['c']}"), Object(A, ",'dependencies':{'a':['b']}"), "DEPENDENCY_ARRAY_CHANGED" },
        { "dependency on one less", Object(A, ",'dependencies':{'a':['b']}"), Object(A, ",'dependencies':{'a':['c','b']}"), "" },
        { "dependency removed", Object(A), Object(A, ",'dependencies':{'a':['b']}"), "" },
        { "dependency on a schema added", Object(A, ",'dependencies':{'a':{'minProperties':2}}"), Object(A), "DEPENDENCY_SCHEMA_ADDED" },
        { "dependency on the same schema", Object(A, ",'dependencies':{'a':{'minProperties':2}}"), Object(A, ",'dependencies':{'a':{'minProperties':2}}"), "" },
        { "same list", Node, Node, "" },
        { "list of narrowed values", Node, Node.Replace("integer", "number"), "COMBINED_TYPE_SUBSCHEMAS_CHANGED" },
        { "list of widened values", Node.Replace("integer", "number"), Node, "" },
        { "tree of narrowed values", Object($"'value':{{'type':'integer'}},'left':{{'$ref':'#'}}"), Object($"'value':{{'type':'number'}},'left':{{'$ref':'#'}}"), "TYPE_NARROWED" },
        { "reference to what was written out", "{'$ref':'#/definitions/s','definitions':{'s':{'type':'string'}}}", "{'type':'string'}", "" },
        { "reference to itself", "{'$ref':'#'}", "{'$ref':'#'}", "" },
        { "combination with itself", "{'anyOf':[{'$ref':'#'},{'type':'string'}]}", "{'anyOf':[{'$ref':'#'},{'type':'string'}]}", "" },
    };

    public static TheoryData<string, string, string, string> Arrays => new()
    {
        { "items of the same type", Array(",'items':{'type':'string'}"), Array(",'items':{'type':'string'}"), "" },
        { "items of another type", Array(",'items':{'type':'string'}"), Array(",'items':{'type':'number'}"), "TYPE_CHANGED" },
        { "items added", Array(",'items':{'type':'string'}"), Array(""), "SCHEMA_ADDED" },
        { "items removed", Array(""), Array(",'items':{'type':'string'}"), "" },
        { "maxItems decreased", Array(",'maxItems':1"), Array(",'maxItems':2"), "MAX_ITEMS_DECREASED" },
        { "minItems added", Array(",'minItems':1"), Array(""), "MIN_ITEMS_ADDED" },
        { "uniqueItems added", Array(",'uniqueItems':true"), Array(""), "UNIQUE_ITEMS_ADDED" },
        { "uniqueItems removed", Array(""), Array(",'uniqueItems':true"), "" },
        { "item added to an open model", Array(Tuple("string", "number")), Array(Tuple("string")), "ITEM_ADDED_TO_OPEN_CONTENT_MODEL" },
        { "item added to a closed model", Array(Tuple("string", "number") + ",'additionalItems':false"), Array(Tuple("string") + ",'additionalItems':false"), "" },
        { "item removed from an open model", Array(Tuple("string")), Array(Tuple("string", "number")), "" },
        { "item removed from a closed model", Array(Tuple("string") + ",'additionalItems':false"), Array(Tuple("string", "number") + ",'additionalItems':false"), "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL" },
        { "item at a place of another type", Array(Tuple("number")), Array(Tuple("string")), "TYPE_CHANGED" },
        { "additionalItems removed", Array(Tuple("string") + ",'additionalItems':false"), Array(Tuple("string")), "ADDITIONAL_ITEMS_REMOVED" },
        { "additionalItems narrowed", Array(Tuple("string") + ",'additionalItems':{'type':'string'}"), Array(Tuple("string")), "ADDITIONAL_ITEMS_NARROWED" },
    };

    private static string Object(string properties, string more = "") => $"{{'type':'object','properties':{{{properties}}}{more}}}";

    private static string Array(string more) => $"{{'type':'array'{more}}}";

    private static string Tuple(params string[] types) => $",'items':[{string.Join(',', types.Select(type => $"{{'type':'{type}'}}"))}]";
}
