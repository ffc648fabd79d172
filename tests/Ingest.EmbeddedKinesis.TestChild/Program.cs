// The endpoint in a process of its own, to be killed. Prints where it listens, then serves until it is gone.
using Ingest.EmbeddedKinesis;
using Microsoft.Extensions.Hosting;

var app = EmbeddedKinesisServer.Build(args);
await app.StartAsync();
Console.WriteLine(app.Urls.Single());
await app.WaitForShutdownAsync();
