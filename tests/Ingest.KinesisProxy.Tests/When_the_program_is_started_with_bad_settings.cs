using Ingest.Testing;

namespace Ingest.KinesisProxy.Tests;

public sealed class When_the_program_is_started_with_bad_settings
{
    [Fact]
    public Task It_ends_and_tells_every_error_by_key_and_value() => ServiceProgram.RefusesAsync<KinesisProxyOptions>(
        [
            "--KinesisProxy:RecordBytesMax=x",
            "--KinesisProxy:PutTimeout=00:00:00.010",
            "--KinesisProxy:BatchBytesMax=1",
            "--Logs:Format=xml",
            "--Kinesis:ServiceUrl=http://127.0.0.1:1",
            "--Kinesis:AccessKeyId=a",
        ],
        "KinesisProxy:RecordBytesMax is 'x'; it must be a whole number, 1 to 10485760",
        "KinesisProxy:PutTimeout is 00:00:00.01; it must be 00:00:00.100 to 00:05:00",
        "KinesisProxy:BatchBytesMax must be at least KinesisProxy:RecordBytesMax, or no such record could be sent.",
        "Logs:Format is 'xml'; it must be json or text",
        "Kinesis:AccessKeyId and Kinesis:SecretAccessKey belong together: set both or neither.");
}
