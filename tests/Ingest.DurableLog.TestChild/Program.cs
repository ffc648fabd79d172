// Appends until it is killed: <log> <writers>. Prints "<index> <record>" for every append that was acknowledged, or the
// error that kept it from opening the log.
using System.Text;
using Ingest.DurableLog;

DurableLog log;
try
{
    log = await DurableLog.OpenOrCreateAsync(args[0]);
}
catch (DurableLogInUseException refused)
{
    Console.WriteLine(refused.Message);
    return 3;
}

var output = TextWriter.Synchronized(Console.Out);
await Task.WhenAll(Enumerable.Range(0, int.Parse(args[1])).Select(async writer =>
{
    for (var i = 0; ; i++)
    {
        var record = $"{Environment.ProcessId}-{writer}-{i}-{new string('x', i % 300)}";
        var index = await log.AppendAsync(Encoding.UTF8.GetBytes(record));
        output.WriteLine($"{index} {record}");
    }
}));
return 0;
