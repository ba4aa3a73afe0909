using DexExtra.Differential;
using DexExtra.Engine.Reference.Streams;

if (args.Contains("--list"))
{
    Console.WriteLine(string.Join('\n', StreamProfile.Names));
    return 0;
}

if (DifferentialOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(DifferentialOptions.Usage);
    return 2;
}

using var runner = new SeedRunner(options);
return runner.Run();
