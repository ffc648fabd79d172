using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;

namespace Ingest.ServiceDefaults;

/// <summary>The life of a service that has a process of its own.</summary>
public static class ServiceRun
{
    /// <summary>
    /// Builds the service and runs it until it is told to stop; a configuration that does not hold is printed instead, one error
    /// a line, before anything is started.
    /// </summary>
    /// <returns>0 after a shutdown, 1 when the address is taken, 2 when the configuration does not hold.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        try
        {
            await using var app = build();
            app.ValidateOptions();
            await app.RunAsync();
            return 0;
        }
        catch (Exception failure) when (ServiceOptions.ConfigurationErrors(failure) is { Count: > 0 } errors)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine + "  ", ["The configuration does not hold:", .. errors]));
            return 2;
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}
