using Analytics.Worker.Pipelines;
using Ingest.Testing;

namespace Analytics.Worker.Tests;

public sealed class When_the_program_is_started_with_bad_settings
{
    [Fact]
    public Task It_ends_and_tells_every_error_by_key_and_value() => ServiceProgram.RefusesAsync<PipelineOptions>(
        [
            "--Pipeline:Median=avg",
            "--Stream:FlushRecords=0",
            "--Retry:DelayMin=00:00:50",
            "--Kinesis:ServiceUrl=http://127.0.0.1:1",
            "--Kinesis:AccessKeyId=a",
        ],
        "Pipeline:Median is 'avg'; it must be Exact or Discrete",
        "Stream:FlushRecords is 0; it must be 1 to 1000000",
        "Retry:DelayMin must not be longer than Retry:DelayMax.",
        "ObjectStore:Uri is not set; it is file:///directory or s3://bucket/prefix.",
        "Kinesis:AccessKeyId and Kinesis:SecretAccessKey belong together: set both or neither.");
}
