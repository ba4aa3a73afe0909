using System.Reflection;
using DexExtra.Simulation.Running;

if (SimulationOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(SimulationOptions.Usage);
    return 2;
}

var root = typeof(SeedRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
    .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
return options.PlaysPlants ? new VenuePlants(root, options).Run() : new SeedRunner(root, options).Run();
