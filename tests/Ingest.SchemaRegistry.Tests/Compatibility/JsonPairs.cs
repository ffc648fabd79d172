namespace Ingest.SchemaRegistry.Tests.Compatibility;

/// <summary>JSON schemas of a reader and a writer: what the pair is about, both, and the error types found, empty if it is compatible.</summary>
internal static class JsonPairs
{
    public static TheoryData<string, string, string, string> Types => new()
    {
        { "same type", "{'type':'string'}", "{'type':'string'}", "" },
        { "other type", "{'type':'string'}", "{'type':'number'}", "TYPE_CHANGED" },
        { "integer to number", "{'type':'number'}", "{'type':'integer'}", "" },
        { "number to integer", "{'type':'integer'}", "{'type':'number'}", "TYPE_NARROWED" },
        { "type to no rule", "{}", "{'type':'string'}", "" },
        { "no rule to type", "{'type':'string'}", "{}", "TYPE_CHANGED" },
        { "type made nullable", "{'type':['string','null']}", "{'type':'string'}", "" },
        { "type made not nullable", "{'type':'string'}", "{'type':['string','null']}", "TYPE_CHANGED" },
        { "list of types gains one", "{'type':['string','null','boolean']}", "{'type':['null','string']}", "" },
        { "list of types loses one", "{'type':['string','null']}", "{'type':['string','null','boolean']}", "SUM_TYPE_NARROWED" },
        { "title and description changed", "{'type':'string','title':'a'}", "{'type':'string','title':'b','description':'c'}", "" },
    };

    public static TheoryData<string, string, string, string> Strings => new()
    {
        { "maxLength added", "{'type':'string','maxLength':3}", "{'type':'string'}", "MAX_LENGTH_ADDED" },
        { "maxLength decreased", "{'type':'string','maxLength':3}", "{'type':'string','maxLength':4}", "MAX_LENGTH_DECREASED" },
        { "maxLength increased", "{'type':'string','maxLength':4}", "{'type':'string','maxLength':3}", "" },
        { "maxLength removed", "{'type':'string'}", "{'type':'string','maxLength':3}", "" },
        { "minLength added", "{'type':'string','minLength':3}", "{'type':'string'}", "MIN_LENGTH_ADDED" },
        { "minLength increased", "{'type':'string','minLength':4}", "{'type':'string','minLength':3}", "MIN_LENGTH_INCREASED" },
        { "minLength decreased", "{'type':'string','minLength':3}", "{'type':'string','minLength':4}", "" },
        { "pattern added", "{'type':'string','pattern':'a'}", "{'type':'string'}", "PATTERN_ADDED" },
        { "pattern changed", "{'type':'string','pattern':'a'}", "{'type':'string','pattern':'b'}", "PATTERN_CHANGED" },
        { "pattern removed", "{'type':'string'}", "{'type':'string','pattern':'b'}", "" },
    };

    public static TheoryData<string, string, string, string> Numbers => new()
    {
        { "maximum added", "{'type':'number','maximum':3}", "{'type':'number'}", "MAXIMUM_ADDED" },
        { "maximum decreased", "{'type':'number','maximum':3}", "{'type':'number','maximum':4}", "MAXIMUM_DECREASED" },
        { "maximum increased", "{'type':'number','maximum':4.5}", "{'type':'number','maximum':4}", "" },
        { "minimum added", "{'type':'number','minimum':0}", "{'type':'number'}", "MINIMUM_ADDED" },
        { "minimum increased", "{'type':'number','minimum':4}", "{'type':'number','minimum':3}", "MINIMUM_INCREASED" },
        { "minimum removed", "{'type':'number'}", "{'type':'number','minimum':3}", "" },
        { "exclusiveMaximum decreased", "{'type':'number','exclusiveMaximum':3}", "{'type':'number','exclusiveMaximum':4}", "EXCLUSIVE_MAXIMUM_DECREASED" },
        { "exclusiveMinimum added", "{'type':'number','exclusiveMinimum':3}", "{'type':'number'}", "EXCLUSIVE_MINIMUM_ADDED" },
        { "exclusiveMinimum of draft 4", "{'type':'number','minimum':3,'exclusiveMinimum':true}", "{'type':'number','minimum':3}", "EXCLUSIVE_MINIMUM_ADDED" },
        { "multipleOf added", "{'type':'number','multipleOf':5}", "{'type':'number'}", "MULTIPLE_OF_ADDED" },
        { "multipleOf reduced to a divisor", "{'type':'number','multipleOf':5}", "{'type':'number','multipleOf':10}", "" },
        { "multipleOf expanded", "{'type':'number','multipleOf':10}", "{'type':'number','multipleOf':5}", "MULTIPLE_OF_EXPANDED" },
        { "multipleOf changed", "{'type':'number','multipleOf':3}", "{'type':'number','multipleOf':10}", "MULTIPLE_OF_CHANGED" },
        { "limits of an integer that becomes a number", "{'type':'number','maximum':3}", "{'type':'integer','maximum':4}", "MAXIMUM_DECREASED" },
    };

    public static TheoryData<string, string, string, string> Enums => new()
    {
        { "enum gains a value", "{'enum':['a','b']}", "{'enum':['a']}", "" },
        { "enum loses a value", "{'enum':['a']}", "{'enum':['a','b']}", "ENUM_ARRAY_NARROWED" },
        { "enum with other values", "{'enum':['a','c']}", "{'enum':['a','b']}", "ENUM_ARRAY_CHANGED" },
        { "enum of the same digits as text", "{'enum':['1']}", "{'enum':[1]}", "ENUM_ARRAY_CHANGED" },
        { "const to an enum with it", "{'enum':['a','b']}", "{'const':'a'}", "" },
        { "const changed", "{'const':'b'}", "{'const':'a'}", "ENUM_ARRAY_CHANGED" },
        { "enum of a type gains a value", "{'type':'string','enum':['a','b']}", "{'type':'string','enum':['a']}", "" },
        { "enum of a type loses a value", "{'type':'string','enum':['a']}", "{'type':'string','enum':['a','b']}", "COMBINED_TYPE_SUBSCHEMAS_CHANGED" },
        { "enum removed from a type", "{'type':'string'}", "{'type':'string','enum':['a']}", "" },
        { "enum added to a type", "{'type':'string','enum':['a']}", "{'type':'string'}", "TYPE_CHANGED" },
    };

    public static TheoryData<string, string, string, string> Combinations => new()
    {
        { "oneOf gains a branch", OneOf("string", "number"), OneOf("string"), "" },
        { "oneOf loses a branch", OneOf("string"), OneOf("string", "number"), "SUM_TYPE_NARROWED" },
        { "oneOf in another order", OneOf("number", "string"), OneOf("string", "number"), "" },
        { "oneOf with another branch", OneOf("string", "boolean"), OneOf("string", "number"), "COMBINED_TYPE_SUBSCHEMAS_CHANGED" },
        { "oneOf with one partner for two", OneOf("number", "boolean"), OneOf("integer", "number"), "COMBINED_TYPE_SUBSCHEMAS_CHANGED" },
        { "oneOf whose partners must be chosen", OneOf("number", "integer"), OneOf("integer", "number"), "" },
        { "anyOf loses a branch", "{'anyOf':[{'type':'string'}]}", "{'anyOf':[{'type':'string'},{'type':'null'}]}", "SUM_TYPE_NARROWED" },
        { "allOf loses a part", "{'allOf':[{'type':'string'}]}", "{'allOf':[{'type':'string'},{'maxLength':3}]}", "" },
        { "allOf gains a part", "{'allOf':[{'type':'string'},{'maxLength':3}]}", "{'allOf':[{'type':'string'}]}", "PRODUCT_TYPE_EXTENDED" },
        { "oneOf to anyOf", "{'anyOf':[{'type':'string'},{'type':'number'}]}", OneOf("string", "number"), "" },
        { "anyOf to oneOf", OneOf("string", "number"), "{'anyOf':[{'type':'string'},{'type':'number'}]}", "COMBINED_TYPE_CHANGED" },
        { "anyOf of one to oneOf", OneOf("string", "number"), "{'anyOf':[{'type':'string'}]}", "" },
        { "type to oneOf with it", OneOf("string", "number"), "{'type':'string'}", "" },
        { "type to oneOf without it", OneOf("string", "number"), "{'type':'boolean'}", "TYPE_CHANGED" },
        { "type to allOf of it", "{'allOf':[{'type':'string'}]}", "{'type':'string'}", "" },
        { "type to allOf of it and another", "{'allOf':[{'type':'string'},{'type':'number'}]}", "{'type':'string'}", "TYPE_CHANGED" },
        { "oneOf of one to its type", "{'type':'string'}", OneOf("string"), "" },
        { "not excludes less", "{'not':{'type':'integer'}}", "{'not':{'type':'number'}}", "" },
        { "not excludes more", "{'not':{'type':'number'}}", "{'not':{'type':'integer'}}", "NOT_TYPE_EXTENDED" },
    };

    private static string OneOf(params string[] types) => $"{{'oneOf':[{string.Join(',', types.Select(type => $"{{'type':'{type}'}}"))}]}}";
}
