using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Ingest.ServiceDefaults;

/// <summary>Swagger UI at <c>/swagger</c> over an OpenAPI 3.1 document at <c>/swagger/v1/swagger.json</c>.</summary>
internal static class OpenApi
{
    public static void AddServiceOpenApi(this IServiceCollection services, string name)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo { Title = name, Version = "v1" });
            swagger.OperationFilter<BodyExampleFilter>();
        });
    }

    public static void UseServiceOpenApi(this IApplicationBuilder app)
    {
        app.UseSwagger(swagger => swagger.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        app.UseSwaggerUI();
    }
}
