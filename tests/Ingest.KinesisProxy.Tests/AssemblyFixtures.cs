[assembly: AssemblyFixture(typeof(Ingest.KinesisProxy.Tests.Kinesalite))]
