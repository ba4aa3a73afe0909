using System.Reflection;
using DexExtra.Plants;

if (PlantsOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(PlantsOptions.Usage);
    return 2;
}

var root = typeof(Plant).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
    .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
return options.IsOfSuites ? new SuiteCampaign(root, options).Run() : new Campaign(root, options).Run();
