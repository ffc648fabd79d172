namespace Ingest.SchemaRegistry.Tests.Compatibility;

/// <summary>Like <see cref="AvroPairs"/>, of records and what they contain.</summary>
internal static class AvroRecordPairs
{
    private const string List = "{'type':'record','name':'Node','fields':[{'name':'value','type':'int'},{'name':'next','type':['null','Node']}]}";

    private const string PromotedList =
        "{'type':'record','name':'Node','fields':[{'name':'value','type':'long'},{'name':'next','type':['null','Node']}]}";

    private const string TextList =
        "{'type':'record','name':'Node','fields':[{'name':'value','type':'string'},{'name':'next','type':['null','Node']}]}";

    private const string Tree = "{'type':'record','name':'Tree','fields':[{'name':'children','type':{'type':'array','items':'Tree'}}]}";

    public static TheoryData<string, string, string, string> Fields => new()
    {
        { "field added with default", Record("{'name':'a','type':'int'},{'name':'b','type':'int','default':0}"), A, "" },
        { "field added with default null", Record("{'name':'a','type':'int'},{'name':'b','type':['null','int'],'default':null}"), A, "" },
        { "field added without default", Record("{'name':'a','type':'int'},{'name':'b','type':'int'}"), A, "READER_FIELD_MISSING_DEFAULT_VALUE" },
        { "nullable field added without default", Record("{'name':'a','type':'int'},{'name':'b','type':['null','int']}"), A, "READER_FIELD_MISSING_DEFAULT_VALUE" },
        { "field removed", Record(""), A, "" },
        { "fields in another order", Record("{'name':'b','type':'int'},{'name':'a','type':'int'}"), Record("{'name':'a','type':'int'},{'name':'b','type':'int'}"), "" },
        { "field promoted", Record("{'name':'a','type':'long'}"), A, "" },
        { "field narrowed", A, Record("{'name':'a','type':'long'}"), "TYPE_MISMATCH" },
        { "field made nullable", Record("{'name':'a','type':['null','int']}"), A, "" },
        { "field made not nullable", A, Record("{'name':'a','type':['null','int']}"), "TYPE_MISMATCH" },
        { "field renamed", Record("{'name':'b','type':'int'}"), A, "READER_FIELD_MISSING_DEFAULT_VALUE" },
        { "field renamed with alias", Record("{'name':'b','type':'int','aliases':['a']}"), A, "" },
        { "field renamed with alias, of another type", Record("{'name':'b','type':'string','aliases':['a']}"), A, "TYPE_MISMATCH" },
        {
            "the same change in two fields",
            Record("{'name':'a','type':'string'},{'name':'b','type':'string'}"),
            Record("{'name':'a','type':'int'},{'name':'b','type':'int'}"),
            "TYPE_MISMATCH TYPE_MISMATCH"
        },
        { "two things at once", Record("{'name':'a','type':'string'},{'name':'b','type':'int'}"), A, "TYPE_MISMATCH READER_FIELD_MISSING_DEFAULT_VALUE" },
    };

    public static TheoryData<string, string, string, string> Names => new()
    {
        { "record of another name", Named("R"), Named("S"), "NAME_MISMATCH" },
        { "record of an alias", Named("R", "'aliases':['S'],"), Named("S"), "" },
        { "only the writer has the alias", Named("R"), Named("S", "'aliases':['R'],"), "NAME_MISMATCH" },
        { "record moved to another namespace", Named("one.R"), Named("two.R"), "" },
        { "record of an alias in its namespace", Named("one.R", "'aliases':['S'],"), Named("one.S"), "" },
        { "record of an alias in another namespace", Named("one.R", "'aliases':['two.S'],"), Named("two.S"), "" },
        { "record of an alias in the wrong namespace", Named("one.R", "'aliases':['S'],"), Named("two.S"), "NAME_MISMATCH" },
        { "union branch of an alias", $"['null',{Named("R", "'aliases':['S'],")}]", $"['null',{Named("S")}]", "" },
        { "union branch of another name", $"['null',{Named("R")}]", $"['null',{Named("S")}]", "MISSING_UNION_BRANCH" },
        { "record to map", "{'type':'map','values':'int'}", Named("R"), "TYPE_MISMATCH" },
    };

    public static TheoryData<string, string, string, string> Nested => new()
    {
        { "same list", List, List, "" },
        { "list of promoted values", PromotedList, List, "" },
        { "list of other values", TextList, List, "TYPE_MISMATCH" },
        { "list of narrowed values", List, PromotedList, "TYPE_MISMATCH" },
        { "tree gains a field", Tree.Replace("[{", "[{'name':'label','type':'string','default':''},{"), Tree, "" },
        { "tree gains a field without default", Tree.Replace("[{", "[{'name':'label','type':'string'},{"), Tree, "READER_FIELD_MISSING_DEFAULT_VALUE" },
        {
            "record in an array gains a field without default",
            $"{{'type':'array','items':{Record("{'name':'a','type':'int'},{'name':'b','type':'int'}")}}}",
            $"{{'type':'array','items':{A}}}",
            "READER_FIELD_MISSING_DEFAULT_VALUE"
        },
        {
            "record in a union gains a field without default",
            $"['null',{Record("{'name':'a','type':'int'},{'name':'b','type':'int'}")}]",
            $"['null',{A}]",
            "MISSING_UNION_BRANCH"
        },
    };

    private static string A => Record("{'name':'a','type':'int'}");

    private static string Record(string fields) => $"{{'type':'record','name':'R','fields':[{fields}]}}";

    private static string Named(string name, string more = "") => $"{{'type':'record','name':'{name}',{more}'fields':[]}}";
}
