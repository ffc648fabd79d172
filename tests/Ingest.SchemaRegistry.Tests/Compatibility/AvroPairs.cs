namespace Ingest.SchemaRegistry.Tests.Compatibility;

/// <summary>Avro schemas of a reader and a writer: what the pair is about, both, and the error types found, empty if it is compatible.</summary>
internal static class AvroPairs
{
    public static TheoryData<string, string, string, string> Primitives => new()
    {
        { "same type", "'int'", "'int'", "" },
        { "int to long", "'long'", "'int'", "" },
        { "int to float", "'float'", "'int'", "" },
        { "int to double", "'double'", "'int'", "" },
        { "long to float", "'float'", "'long'", "" },
        { "long to double", "'double'", "'long'", "" },
        { "float to double", "'double'", "'float'", "" },
        { "string to bytes", "'bytes'", "'string'", "" },
        { "bytes to string", "'string'", "'bytes'", "" },
        { "long to int", "'int'", "'long'", "TYPE_MISMATCH" },
        { "double to float", "'float'", "'double'", "TYPE_MISMATCH" },
        { "float to long", "'long'", "'float'", "TYPE_MISMATCH" },
        { "int to string", "'string'", "'int'", "TYPE_MISMATCH" },
        { "boolean to int", "'int'", "'boolean'", "TYPE_MISMATCH" },
        { "null to string", "'string'", "'null'", "TYPE_MISMATCH" },
        { "logical type to its base", "'long'", "{'type':'long','logicalType':'timestamp-millis'}", "" },
        { "base to a logical type", "{'type':'int','logicalType':'date'}", "'int'", "" },
        { "int to a logical long", "{'type':'long','logicalType':'timestamp-micros'}", "'int'", "" },
        { "string to a logical int", "{'type':'int','logicalType':'date'}", "'string'", "TYPE_MISMATCH" },
    };

    public static TheoryData<string, string, string, string> Containers => new()
    {
        { "array of the same", "{'type':'array','items':'int'}", "{'type':'array','items':'int'}", "" },
        { "array of promoted items", "{'type':'array','items':'long'}", "{'type':'array','items':'int'}", "" },
        { "array of other items", "{'type':'array','items':'int'}", "{'type':'array','items':'string'}", "TYPE_MISMATCH" },
        { "array to map", "{'type':'map','values':'int'}", "{'type':'array','items':'int'}", "TYPE_MISMATCH" },
        { "map of promoted values", "{'type':'map','values':'double'}", "{'type':'map','values':'float'}", "" },
        { "map of other values", "{'type':'map','values':'int'}", "{'type':'map','values':'long'}", "TYPE_MISMATCH" },
        { "union gains a branch", "['null','int','string']", "['null','int']", "" },
        { "union loses a branch", "['null','int']", "['null','int','string']", "MISSING_UNION_BRANCH" },
        { "union loses two branches", "['null']", "['null','int','string']", "MISSING_UNION_BRANCH MISSING_UNION_BRANCH" },
        { "union branch promoted", "['null','long']", "['null','int']", "" },
        { "union in another order", "['int','null']", "['null','int']", "" },
        { "type to a union with it", "['null','int']", "'int'", "" },
        { "type to a union without it", "['null','int']", "'boolean'", "MISSING_UNION_BRANCH" },
        { "union to a type that reads all of it", "'double'", "['int','float']", "" },
        { "union to one of its types", "'int'", "['null','int']", "TYPE_MISMATCH" },
        { "union of logical types", "['null','long']", "['null',{'type':'long','logicalType':'timestamp-millis'}]", "" },
    };

    public static TheoryData<string, string, string, string> EnumsAndFixeds => new()
    {
        { "enum gains a symbol", Enum("'A','B'"), Enum("'A'"), "" },
        { "enum in another order", Enum("'B','A'"), Enum("'A','B'"), "" },
        { "enum loses a symbol", Enum("'A'"), Enum("'A','B'"), "MISSING_ENUM_SYMBOLS" },
        { "enum with a default loses a symbol", "{'type':'enum','name':'E','symbols':['A'],'default':'A'}", Enum("'A','B'"), "" },
        { "only the writer's enum has a default", Enum("'A'"), "{'type':'enum','name':'E','symbols':['A','B'],'default':'B'}", "MISSING_ENUM_SYMBOLS" },
        { "enum of another name", Enum("'A'"), "{'type':'enum','name':'Other','symbols':['A']}", "NAME_MISMATCH" },
        { "enum of an alias", "{'type':'enum','name':'E','aliases':['Other'],'symbols':['A']}", "{'type':'enum','name':'Other','symbols':['A']}", "" },
        { "enum to string", "'string'", Enum("'A'"), "TYPE_MISMATCH" },
        { "same fixed", Fixed("F", 4), Fixed("F", 4), "" },
        { "fixed of another size", Fixed("F", 8), Fixed("F", 4), "FIXED_SIZE_MISMATCH" },
        { "fixed of another name", Fixed("F", 4), Fixed("G", 4), "NAME_MISMATCH" },
        { "fixed of another name and size", Fixed("F", 4), Fixed("G", 8), "NAME_MISMATCH FIXED_SIZE_MISMATCH" },
        { "fixed to bytes", "'bytes'", Fixed("F", 4), "TYPE_MISMATCH" },
        { "decimal of the same fixed", Fixed("F", 4, ",'logicalType':'decimal','precision':5,'scale':2"), Fixed("F", 4), "" },
    };

    private static string Enum(string symbols) => $"{{'type':'enum','name':'E','symbols':[{symbols}]}}";

    private static string Fixed(string name, int size, string more = "") => $"{{'type':'fixed','name':'{name}','size':{size}{more}}}";
}
