using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Results;

/// <summary>What the worker answers about its pipeline, below <c>/analytics/{pipeline}</c>.</summary>
internal static class PipelineRoutes
{
    extension(IEndpointRouteBuilder routes)
    {
        /// <summary>The routes of the pipeline that runs here; another name is a 404.</summary>
        public RouteGroupBuilder MapPipeline() => routes.MapGroup("/analytics/{pipeline}").AddEndpointFilter(async (context, next) =>
        {
            var running = context.HttpContext.RequestServices.GetRequiredService<Pipeline>().Name;
            var asked = (string?)context.HttpContext.GetRouteValue("pipeline");
            return string.Equals(asked, running, StringComparison.OrdinalIgnoreCase)
                ? await next(context)
                : TypedResults.Problem($"There is no pipeline '{asked}' here; there is '{running}'.", statusCode: StatusCodes.Status404NotFound);
        }).ProducesProblem(StatusCodes.Status404NotFound);
    }
}
