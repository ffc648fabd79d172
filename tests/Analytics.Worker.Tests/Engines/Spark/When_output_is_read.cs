using Analytics.Worker.Engines.Spark;
using Analytics.Worker.Runs;

namespace Analytics.Worker.Tests.Engines.Spark;

public sealed class When_output_is_read
{
    [Theory]
    [InlineData("24/01/01 00:00:00 INFO YarnClientImpl: Submitted application application_1539940587927_0003", "applicationId", "application_1539940587927_0003")]
    [InlineData("INFO Client: Submitting application application_1_2 to ResourceManager", "applicationId", "application_1_2")]
    [InlineData("INFO StandaloneSchedulerBackend: Connected to Spark cluster with app ID app-20240321080909-0007", "applicationId", "app-20240321080909-0007")]
    [InlineData("INFO LoggingPodStatusWatcherImpl: Waiting for application x with application ID spark-1 and submission ID spark-demo:run-1 to finish...", "submissionId", "spark-demo:run-1")]
    [InlineData("INFO LoggingPodStatusWatcherImpl: Waiting for application x with submission ID spark-demo:run-1 to finish...", "submissionId", "spark-demo:run-1")]
    public void Ids_are_found_in_what_Spark_prints_however_it_is_cut(string line, string kind, string id)
    {
        for (var cut = 0; cut < line.Length; cut += 7)
        {
            var output = new SparkOutput(1024);
            output.Add(line.AsSpan(0, cut));
            output.Add(line.AsSpan(cut));
            output.Add("\nnext");

            Assert.Equal(id, output.Ids[kind]);
        }
    }

    [Fact]
    public void The_address_of_the_application_is_found()
    {
        var output = new SparkOutput(1024);
        output.Add("\t tracking URL: http://yarn.example:8088/proxy/application_1_2/\n");

        Assert.Equal("http://yarn.example:8088/proxy/application_1_2/", output.Url);
    }

    [Fact]
    public void Only_the_end_is_kept_whole_lines_and_without_secrets()
    {
        var output = new SparkOutput(100);
        output.Add(new string('x', 1_000_000));
        output.Add("\nspark.some.password=s3cr3t\nend");

        Assert.Equal("spark.some.password=*********(redacted)\nend", output.Tail);
    }

    [Fact]
    public void The_end_of_a_line_that_was_cut_is_left_out()
    {
        var output = new SparkOutput(20);
        output.Add("spark.some.password=s3cr3t-s3cr3t\nend");

        Assert.Equal("end", output.Tail);
    }

    [Theory]
    [InlineData("RUNNING", "UNDEFINED", nameof(RunPhase.Running))]
    [InlineData("ACCEPTED", "UNDEFINED", nameof(RunPhase.Running))]
    [InlineData("FINISHED", "SUCCEEDED", nameof(RunPhase.Succeeded))]
    [InlineData("FINISHED", "FAILED", nameof(RunPhase.Failed))]
    [InlineData("FAILED", "FAILED", nameof(RunPhase.Failed))]
    [InlineData("KILLED", "KILLED", nameof(RunPhase.Cancelled))]
    public void A_list_of_YARN_says_how_an_application_is(string state, string final, string phase)
    {
        var list = $"""
            Total number of applications (application-types: [], states: [ALL] and tags: [run-1]):1
                            Application-Id{"\t"}    Application-Name{"\t"}    Application-Type{"\t"}      User{"\t"}     Queue{"\t"}             State{"\t"}       Final-State{"\t"}       Progress{"\t"}                       Tracking-URL
            application_1_0002{"\t"}                   x{"\t"}               SPARK{"\t"}      user{"\t"}   default{"\t"}      {state}{"\t"}        {final}{"\t"}           100%{"\t"}   http://there:8088/a
            """;

        var found = YarnApplications.Read(list)!;

        Assert.Equal(Enum.Parse<RunPhase>(phase), found.Phase);
        Assert.Equal(("application_1_0002", "http://there:8088/a"), (found.ExternalIds["applicationId"], found.Url));
        Assert.Null(YarnApplications.Read("Total number of applications (application-types: [], states: [ALL] and tags: [run-1]):0\n"));
    }

    [Theory]
    [InlineData("\t phase: Running\n", nameof(RunPhase.Running), null)]
    [InlineData("\t phase: Pending\n", nameof(RunPhase.Running), null)]
    [InlineData("\t phase: Succeeded\n\t\t exit code: 0\n", nameof(RunPhase.Succeeded), 0)]
    [InlineData("\t phase: Failed\n\t\t exit code: 2\n", nameof(RunPhase.Failed), 2)]
    public void The_status_of_a_pod_says_how_a_driver_is(string printed, string phase, int? exitCode)
    {
        var found = KubernetesDriver.Read("ns:run-1", "Application status (driver): \n\t pod name: run-1\n" + printed)!;

        Assert.Equal((Enum.Parse<RunPhase>(phase), exitCode), (found.Phase, found.ExitCode));
        Assert.Null(KubernetesDriver.Read("ns:run-1", "Application not found.\n"));
    }
}
