using System.Buffers;
using Ingest.Api.Records.Outcomes;
using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;
using Ingest.Api.Routing;

namespace Ingest.Api.Records.Sending;

/// <summary>How one proxy takes records, and how it says what became of them.</summary>
internal interface IProxyApi
{
    /// <summary>The destination that it leads to.</summary>
    Destinations Destination { get; }

    /// <summary>Which proxy it is.</summary>
    Surface Surface { get; }

    HttpMethod Method { get; }

    string ContentType { get; }

    /// <summary>Records in one call.</summary>
    int CallRecordsMax { get; }

    /// <summary>Bytes of one call's body.</summary>
    int CallBytesMax { get; }

    /// <summary>The path of a call for records of <paramref name="route"/>.</summary>
    string PathOf(SourceRoute route);

    /// <summary>Writes a record as an element of <c>{"records":[…]}</c>; its JSON byte by byte as it was sent.</summary>
    void Write(IBufferWriter<byte> body, IncomingRecord record);

    /// <summary>The outcome of each of a call's records, in their order.</summary>
    DestinationOutcome[] Read(int status, ReadOnlyMemory<byte> answer, int records);
}
